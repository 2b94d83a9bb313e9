package org.sharpeyes.registry.geo;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateFilter;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.GeoPoint;

/**
 * The shifted datum of Chinese web maps, by the formula that is publicly known since 2013: a polynomial with sines, laid over
 * the ellipsoid of Krasovsky 1940. The shift is 100 to 700 m; the way back is found by repeating until 1 mm is left.
 * Outside China there is no shift. Stateless.
 */
public final class Gcj02 {
    private static final double A = 6_378_245.0;
    private static final double E2 = 0.006_693_421_622_965_943;
    private static final double CLOSE = 1e-9;
    private static final int MAX_ROUNDS = 20;

    private Gcj02() {}

    /** Whether the shift applies there: the box that web maps use. */
    public static boolean applies(GeoPoint place) {
        return place.longitude() > 72.004
                && place.longitude() < 137.8347
                && place.latitude() > 0.8293
                && place.latitude() < 55.8271;
    }

    /** From WGS-84 to what a Chinese web map shows. */
    public static GeoPoint of(GeoPoint wgs) {
        if (!applies(wgs)) {
            return wgs;
        }
        double x = wgs.longitude() - 105;
        double y = wgs.latitude() - 35;
        double waves = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2 / 3;
        double north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves;
        north += (20 * Math.sin(y * Math.PI) + 40 * Math.sin(y / 3 * Math.PI)) * 2 / 3;
        north += (160 * Math.sin(y / 12 * Math.PI) + 320 * Math.sin(y * Math.PI / 30)) * 2 / 3;
        double east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves;
        east += (20 * Math.sin(x * Math.PI) + 40 * Math.sin(x / 3 * Math.PI)) * 2 / 3;
        east += (150 * Math.sin(x / 12 * Math.PI) + 300 * Math.sin(x / 30 * Math.PI)) * 2 / 3;
        double phi = Math.toRadians(wgs.latitude());
        double magic = 1 - E2 * Math.sin(phi) * Math.sin(phi);
        double root = Math.sqrt(magic);
        return new GeoPoint(
                wgs.longitude() + Math.toDegrees(east / (A / root * Math.cos(phi))),
                wgs.latitude() + Math.toDegrees(north / (A * (1 - E2) / (magic * root))));
    }

    /** From what a Chinese web map shows to WGS-84. */
    public static GeoPoint toWgs84(GeoPoint shifted) {
        double longitude = shifted.longitude();
        double latitude = shifted.latitude();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            GeoPoint there = of(new GeoPoint(longitude, latitude));
            double east = shifted.longitude() - there.longitude();
            double north = shifted.latitude() - there.latitude();
            longitude += east;
            latitude += north;
            if (Math.abs(east) < CLOSE && Math.abs(north) < CLOSE) {
                break;
            }
        }
        return new GeoPoint(longitude, latitude);
    }

    /** A copy of a geometry in degrees, converted to WGS-84. */
    public static Geometry toWgs84(Geometry shifted) {
        Geometry copy = shifted.copy();
        copy.apply((CoordinateFilter) at -> {
            GeoPoint converted = toWgs84(new GeoPoint(at.x, at.y));
            at.setCoordinate(new Coordinate(converted.longitude(), converted.latitude()));
        });
        copy.geometryChanged();
        return copy;
    }
}
