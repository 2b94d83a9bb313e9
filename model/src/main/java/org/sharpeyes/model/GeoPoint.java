package org.sharpeyes.model;

/**
 * A place on WGS-84.
 *
 * @param longitude degrees east, −180 to 180
 * @param latitude degrees north, −90 to 90
 */
public record GeoPoint(double longitude, double latitude) {
    public GeoPoint {
        // The negated form also refuses NaN.
        if (!(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("longitude: " + longitude + " (expected: -180 to 180 degrees)");
        }
        if (!(latitude >= -90 && latitude <= 90)) {
            throw new IllegalArgumentException("latitude: " + latitude + " (expected: -90 to 90 degrees)");
        }
    }
}
