package org.sharpeyes.registry.geo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** RFC 7946, the shapes an area or a place can have. Stateless. */
final class GeoJson {
    private static final int MAX_CHARACTERS = 4_000_000;
    private static final int MAX_COORDINATES = 100_000;
    private static final int MAX_DEPTH = 12;
    /** Seven decimals of a degree are a centimetre. */
    private static final int DECIMALS = 7;

    private static final GeometryFactory FACTORY = new GeometryFactory();
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(64)
                            .maxDocumentLength(MAX_CHARACTERS)
                            .build())
                    .build())
            .build();

    private GeoJson() {}

    static Geometry read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw wrong("GeoJSON of at most " + MAX_CHARACTERS + " characters", text.length() + " characters");
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException(
                    "geometry: \"" + shortened(text) + "\" (expected: GeoJSON; " + malformed.getOriginalMessage() + ")",
                    malformed);
        }
        JsonNode node = root.path("type").asString("").equals("Feature") ? root.path("geometry") : root;
        Geometry geometry = shape(node, new Budget());
        TopologyValidationError error = new IsValidOp(geometry).getValidationError();
        if (error != null) {
            throw wrong("a valid polygon", error.toString());
        }
        return geometry;
    }

    private static Geometry shape(JsonNode node, Budget budget) {
        JsonNode coordinates = node.path("coordinates");
        String type = node.path("type").asString("");
        switch (type) {
            case "Point":
                return FACTORY.createPoint(coordinate(coordinates, budget));
            case "Polygon":
                return polygon(coordinates, budget);
            case "MultiPolygon":
                List<Polygon> polygons = new ArrayList<>();
                for (JsonNode each : array(coordinates, "polygons", 1)) {
                    polygons.add(polygon(each, budget));
                }
                return FACTORY.createMultiPolygon(polygons.toArray(Polygon[]::new));
            default:
                throw wrong("type Point, Polygon or MultiPolygon", "type " + shortened(type));
        }
    }

    private static Polygon polygon(JsonNode node, Budget budget) {
        List<LinearRing> rings = new ArrayList<>();
        for (JsonNode ring : array(node, "rings", 1)) {
            List<Coordinate> corners = new ArrayList<>();
            for (JsonNode corner : array(ring, "corners", 4)) {
                corners.add(coordinate(corner, budget));
            }
            if (!corners.get(0).equals2D(corners.get(corners.size() - 1))) {
                throw wrong(
                        "a ring whose last corner is its first",
                        "a ring from " + corners.get(0) + " to " + corners.get(corners.size() - 1));
            }
            rings.add(FACTORY.createLinearRing(corners.toArray(Coordinate[]::new)));
        }
        return FACTORY.createPolygon(
                rings.get(0), rings.subList(1, rings.size()).toArray(LinearRing[]::new));
    }

    private static Coordinate coordinate(JsonNode node, Budget budget) {
        if (node.size() < 2 || !node.get(0).isNumber() || !node.get(1).isNumber()) {
            throw wrong("[longitude, latitude]", shortened(node.toString()));
        }
        budget.spend();
        double longitude = rounded(node.get(0).asDouble());
        double latitude = rounded(node.get(1).asDouble());
        if (Math.abs(latitude) > 90 && Math.abs(latitude) <= 180 && Math.abs(longitude) <= 90) {
            throw wrong("[longitude, latitude]; these look swapped", longitude + ", " + latitude);
        }
        if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
            throw wrong("degrees, −180 to 180 and −90 to 90", longitude + ", " + latitude);
        }
        return new Coordinate(longitude, latitude);
    }

    private static JsonNode array(JsonNode node, String what, int least) {
        if (!node.isArray() || node.size() < least) {
            throw wrong("at least " + least + " " + what, shortened(node.toString()));
        }
        return node;
    }

    static String write(Geometry geometry) {
        StringBuilder out = new StringBuilder("{\"type\":\"");
        if (geometry instanceof Point) {
            out.append("Point\",\"coordinates\":");
            append(out, ((Point) geometry).getCoordinate());
        } else if (geometry instanceof Polygon) {
            out.append("Polygon\",\"coordinates\":");
            append(out, (Polygon) geometry);
        } else if (geometry instanceof MultiPolygon) {
            out.append("MultiPolygon\",\"coordinates\":[");
            for (int i = 0; i < geometry.getNumGeometries(); i++) {
                out.append(i == 0 ? "" : ",");
                append(out, (Polygon) geometry.getGeometryN(i));
            }
            out.append(']');
        } else {
            throw wrong("Point, Polygon or MultiPolygon", geometry.getGeometryType());
        }
        return out.append('}').toString();
    }

    private static void append(StringBuilder out, Polygon polygon) {
        out.append('[');
        append(out, polygon.getExteriorRing());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            out.append(',');
            append(out, polygon.getInteriorRingN(i));
        }
        out.append(']');
    }

    private static void append(StringBuilder out, LinearRing ring) {
        out.append('[');
        for (int i = 0; i < ring.getNumPoints(); i++) {
            out.append(i == 0 ? "" : ",");
            append(out, ring.getCoordinateN(i));
        }
        out.append(']');
    }

    private static void append(StringBuilder out, Coordinate at) {
        out.append('[').append(plain(at.x)).append(',').append(plain(at.y)).append(']');
    }

    private static String plain(double degrees) {
        BigDecimal value = BigDecimal.valueOf(rounded(degrees)).stripTrailingZeros();
        return value.toPlainString();
    }

    static double rounded(double degrees) {
        if (!Double.isFinite(degrees)) {
            throw wrong("a finite number", Double.toString(degrees));
        }
        return BigDecimal.valueOf(degrees)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    private static IllegalArgumentException wrong(String expected, String value) {
        return new IllegalArgumentException("geometry: " + value + " (expected: " + expected + ")");
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    /** Counts coordinates of one document. */
    private static final class Budget {
        private int left = MAX_COORDINATES;

        void spend() {
            if (--left < 0) {
                throw wrong("at most " + MAX_COORDINATES + " coordinates", "more");
            }
        }
    }
}
