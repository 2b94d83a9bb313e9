package org.sharpeyes.registry.geo;

import org.locationtech.jts.geom.Envelope;
import org.sharpeyes.model.GeoPoint;

/** A box in degrees, west to east and south to north. */
public record GeoBox(double west, double south, double east, double north) {
    public GeoBox {
        if (!(west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90)) {
            throw new IllegalArgumentException("bbox: " + west + "," + south + "," + east + "," + north
                    + " (expected: west,south,east,north in degrees)");
        }
    }

    /**
     * @param text {@code west,south,east,north}
     * @throws IllegalArgumentException if it is no box
     */
    public static GeoBox parse(String text) {
        String[] parts = text.split(",");
        if (parts.length == 4) {
            try {
                return new GeoBox(
                        Double.parseDouble(parts[0]),
                        Double.parseDouble(parts[1]),
                        Double.parseDouble(parts[2]),
                        Double.parseDouble(parts[3]));
            } catch (NumberFormatException noNumber) {
                throw unusable(text, noNumber);
            }
        }
        throw unusable(text, null);
    }

    private static IllegalArgumentException unusable(String text, @org.jspecify.annotations.Nullable Exception cause) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return new IllegalArgumentException("bbox: " + shown + " (expected: west,south,east,north in degrees)", cause);
    }

    public boolean contains(GeoPoint place) {
        return place.longitude() >= west
                && place.longitude() <= east
                && place.latitude() >= south
                && place.latitude() <= north;
    }

    /** Whether the shape's box touches this one. */
    public boolean touches(Shape shape) {
        return new Envelope(west, east, south, north)
                .intersects(shape.geometry().getEnvelopeInternal());
    }
}
