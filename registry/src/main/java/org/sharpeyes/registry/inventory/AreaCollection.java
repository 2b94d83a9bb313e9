package org.sharpeyes.registry.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateFilter;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.geo.Gcj02;
import org.sharpeyes.registry.geo.Shape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tree of areas and its layers as a GeoJSON {@code FeatureCollection}. Areas have the properties {@code code},
 * {@code name}, {@code level}, {@code parent} (a civil code) and persons; places have {@code name}, {@code layer},
 * {@code weight}, {@code parent}.
 */
public record AreaCollection(List<ReadArea> areas, List<ReadLayer> layers, int features) {
    /** Share of a child that may lie outside its parent: borders are drawn by hand. */
    private static final double OUTSIDE_TOLERANCE = 0.02;

    public AreaCollection {
        areas = List.copyOf(areas);
        layers = List.copyOf(layers);
    }

    /** @param parent civil code; {@code null} for a county */
    public record ReadArea(
            int feature,
            String code,
            String name,
            AreaLevel level,
            @Nullable String parent,
            @Nullable Shape shape,
            List<Person> persons) {}

    /** @param parent civil code of the area it belongs to */
    public record ReadLayer(int feature, String name, AreaLayer.Kind kind, double weight, String parent, Shape shape) {}

    /** Reads all; what is wrong goes to {@code faults} by the number of its feature. Parents come before children. */
    public static AreaCollection read(String geoJson, Faults faults) {
        return read(geoJson, false, faults);
    }

    /** @param gcj02 whether coordinates are in that datum, and are converted */
    public static AreaCollection read(String geoJson, boolean gcj02, Faults faults) {
        List<JsonNode> features = FeatureReader.features(geoJson, faults);
        Map<String, ReadArea> areas = new HashMap<>();
        List<ReadLayer> layers = new ArrayList<>();
        int number = 0;
        for (JsonNode feature : features) {
            number++;
            Feature read = new Feature(number, feature, gcj02, faults);
            if (feature.path("properties").has("layer")) {
                @Nullable ReadLayer layer = read.layer();
                if (layer != null) {
                    layers.add(layer);
                }
            } else {
                @Nullable ReadArea area = read.area();
                if (area != null && areas.putIfAbsent(area.code(), area) != null) {
                    faults.add(number, "code", area.code(), "each civil code once");
                }
            }
        }
        for (ReadArea area : areas.values()) {
            @Nullable ReadArea parent = area.parent() == null ? null : areas.get(area.parent());
            if (parent != null) {
                checkWithin(area, parent, faults);
            }
        }
        List<ReadArea> ordered = new ArrayList<>(areas.values());
        ordered.sort((a, b) -> a.level() == b.level()
                ? a.code().compareTo(b.code())
                : a.level().compareTo(b.level()));
        return new AreaCollection(ordered, layers, number);
    }

    private static void checkWithin(ReadArea area, ReadArea parent, Faults faults) {
        if (area.level().above() != parent.level()) {
            faults.add(
                    area.feature(),
                    "parent",
                    parent.code(),
                    "an area of level " + area.level().above());
        }
        Shape inner = area.shape();
        Shape outer = parent.shape();
        if (inner != null && outer != null) {
            checkWithin(area.feature(), inner, outer, parent.name(), faults);
        }
    }

    /** Says when a child lies outside its parent, and whether another datum or order of axes would put it inside. */
    public static void checkWithin(int feature, Shape inner, Shape outer, String parent, Faults faults) {
        double outside = outside(inner.geometry(), outer);
        if (outside <= OUTSIDE_TOLERANCE) {
            return;
        }
        String hint = "";
        if (outside(Gcj02.toWgs84(inner.geometry()), outer) < outside / 4) {
            hint = "; it fits when taken for GCJ-02: import it with that datum";
        } else if (outside(swapped(inner.geometry()), outer) < outside / 4) {
            hint = "; longitude and latitude look swapped";
        }
        faults.add(feature, "geometry", Math.round(100 * outside) + " % outside", "within its parent " + parent + hint);
    }

    private static double outside(Geometry geometry, Shape outer) {
        return geometry.difference(outer.geometry()).getArea() / geometry.getArea();
    }

    private static Geometry swapped(Geometry geometry) {
        Geometry copy = geometry.copy();
        copy.apply((CoordinateFilter) at -> at.setCoordinate(new Coordinate(at.y, at.x)));
        copy.geometryChanged();
        return copy;
    }

    /** The form that {@link #read(String, Faults)} takes. */
    public static String write(Collection<Area> areas, Collection<AreaLayer> layers) {
        JsonMapper json = new JsonMapper();
        ArrayNode features = json.createArrayNode();
        Map<AreaId, Area> byId = new HashMap<>();
        areas.forEach(area -> byId.put(area.id(), area));
        areas.stream().sorted(Comparator.comparing(Area::civilCode)).forEach(area -> {
            ObjectNode properties = json.createObjectNode();
            properties.put("code", area.civilCode());
            properties.put("name", area.name());
            properties.put("level", area.level().name());
            Area parent = area.parent() == null ? null : byId.get(area.parent());
            properties.put("parent", parent == null ? null : parent.civilCode());
            person(properties, area, "网格长", "gridChief");
            person(properties, area, "治保主任", "securityDirector");
            Shape shape = area.shape();
            features.add(feature(json, properties, shape));
        });
        layers.stream().sorted(Comparator.comparing(AreaLayer::name)).forEach(layer -> {
            Area area = byId.get(layer.area());
            ObjectNode properties = json.createObjectNode();
            properties.put("name", layer.name());
            properties.put("layer", layer.kind().name());
            properties.put("weight", layer.weight());
            properties.put("parent", area == null ? "" : area.civilCode());
            features.add(feature(json, properties, layer.shape()));
        });
        ObjectNode root = json.createObjectNode();
        root.put("type", "FeatureCollection");
        root.set("features", features);
        return json.writeValueAsString(root);
    }

    private static ObjectNode feature(JsonMapper json, ObjectNode properties, @Nullable Shape shape) {
        ObjectNode feature = json.createObjectNode();
        feature.put("type", "Feature");
        feature.set("properties", properties);
        feature.set("geometry", shape == null ? json.nullNode() : json.readTree(shape.geoJson()));
        return feature;
    }

    private static void person(ObjectNode properties, Area area, String role, String property) {
        area.persons().stream()
                .filter(person -> person.role().equals(role))
                .findFirst()
                .ifPresent(person -> {
                    properties.put(property, person.name());
                    if (!person.phone().isEmpty()) {
                        properties.put(property + "Phone", person.phone());
                    }
                });
    }

    /** One feature on its way to a value. */
    private static final class Feature {
        private final int number;
        private final JsonNode node;
        private final JsonNode properties;
        private final boolean gcj02;
        private final Faults faults;

        Feature(int number, JsonNode node, boolean gcj02, Faults faults) {
            this.number = number;
            this.node = node;
            this.gcj02 = gcj02;
            this.properties = node.path("properties");
            this.faults = faults;
        }

        @Nullable
        ReadArea area() {
            String code = text("code");
            String name = name();
            @Nullable AreaLevel level = choice(AreaLevel.class, "level");
            @Nullable Shape shape = node.path("geometry").isObject() ? shape() : null;
            if (level == null) {
                return null;
            }
            if (!code.matches("\\d{" + level.civilCodeDigits() + "}")) {
                faults.add(number, "code", code, level.civilCodeDigits() + " digits for a " + level);
                return null;
            }
            String parent = text("parent");
            if (parent.isEmpty() != (level == AreaLevel.COUNTY) || !code.startsWith(parent)) {
                faults.add(
                        number,
                        "parent",
                        parent,
                        level == AreaLevel.COUNTY ? "none for a county" : "a civil code that " + code + " begins with");
                return null;
            }
            if (name.isEmpty()) {
                return null;
            }
            List<Person> persons = new ArrayList<>();
            person(persons, "网格长", "gridChief");
            person(persons, "治保主任", "securityDirector");
            return new ReadArea(number, code, name, level, parent.isEmpty() ? null : parent, shape, persons);
        }

        private void person(List<Person> persons, String role, String property) {
            String name = text(property);
            if (!name.isBlank()) {
                persons.add(new Person(role, name, text(property + "Phone")));
            }
        }

        @Nullable
        ReadLayer layer() {
            String name = name();
            AreaLayer.@Nullable Kind kind = choice(AreaLayer.Kind.class, "layer");
            @Nullable Shape shape = shape();
            double weight = properties.path("weight").asDouble(1);
            String parent = text("parent");
            if (!(weight > 0 && weight <= 1000)) {
                faults.add(number, "weight", properties.path("weight").toString(), "above 0, at most 1000");
                return null;
            }
            if (!parent.matches("\\d{6,14}")) {
                faults.add(number, "parent", parent, "the civil code of its area");
                return null;
            }
            return name.isEmpty() || kind == null || shape == null
                    ? null
                    : new ReadLayer(number, name, kind, weight, parent, shape);
        }

        private String name() {
            String name = text("name").strip();
            if (name.isEmpty() || name.length() > 200) {
                faults.add(number, "name", name, "1 to 200 characters");
                return "";
            }
            return name;
        }

        private @Nullable Shape shape() {
            try {
                Shape shape = Shape.parse(node.path("geometry").toString());
                return gcj02 ? Shape.of(Gcj02.toWgs84(shape.geometry())) : shape;
            } catch (IllegalArgumentException unusable) {
                faults.add(number, "geometry", "", String.valueOf(unusable.getMessage()));
                return null;
            }
        }

        private <E extends Enum<E>> @Nullable E choice(Class<E> type, String property) {
            String value = text(property);
            for (E each : type.getEnumConstants()) {
                if (each.name().equals(value.toUpperCase(Locale.ROOT))) {
                    return each;
                }
            }
            faults.add(number, property, value, "one of " + List.of(type.getEnumConstants()));
            return null;
        }

        private String text(String property) {
            JsonNode value = properties.path(property);
            return value.isString() || value.isNumber() ? value.asString() : "";
        }
    }
}
