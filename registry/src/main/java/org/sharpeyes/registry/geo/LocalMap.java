package org.sharpeyes.registry.geo;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateFilter;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.GeoPoint;

/**
 * A flat map in metres around an origin: transverse Mercator of the WGS-84 ellipsoid with scale 1 on the origin's
 * meridian (J. P. Snyder, Map Projections: A Working Manual, USGS 1395, §8). True to a few millimetres in 200 m within
 * 30 km of the meridian. Immutable.
 */
public final class LocalMap {
    private static final double A = 6_378_137.0;
    private static final double F = 1 / 298.257223563;
    private static final double E2 = F * (2 - F);
    private static final double EP2 = E2 / (1 - E2);

    private final double longitude0;
    private final double meridianArc0;

    /** The origin becomes (0, 0). */
    public LocalMap(GeoPoint origin) {
        this.longitude0 = origin.longitude();
        this.meridianArc0 = meridianArc(Math.toRadians(origin.latitude()));
    }

    /** Metres east and north of the origin. */
    public Coordinate toMetres(double longitude, double latitude) {
        double phi = Math.toRadians(latitude);
        double sin = Math.sin(phi);
        double cos = Math.cos(phi);
        double n = A / Math.sqrt(1 - E2 * sin * sin);
        double t = sin / cos * (sin / cos);
        double c = EP2 * cos * cos;
        double a = Math.toRadians(difference(longitude)) * cos;
        double a2 = a * a;
        double x = n * a * (1 + a2 / 6 * (1 - t + c) + a2 * a2 / 120 * (5 - 18 * t + t * t + 72 * c - 58 * EP2));
        double y = meridianArc(phi)
                - meridianArc0
                + n
                        * (sin / cos)
                        * (a2
                                / 2
                                * (1
                                        + a2 / 12 * (5 - t + 9 * c + 4 * c * c)
                                        + a2 * a2 / 360 * (61 - 58 * t + t * t + 600 * c - 330 * EP2)));
        return new Coordinate(x, y);
    }

    /** The inverse of {@link #toMetres}. */
    public GeoPoint toDegrees(double x, double y) {
        double m = meridianArc0 + y;
        double mu = m / (A * (1 - E2 / 4 - 3 * E2 * E2 / 64 - 5 * E2 * E2 * E2 / 256));
        double root = Math.sqrt(1 - E2);
        double e1 = (1 - root) / (1 + root);
        double phi1 = mu
                + (3 * e1 / 2 - 27 * Math.pow(e1, 3) / 32) * Math.sin(2 * mu)
                + (21 * e1 * e1 / 16 - 55 * Math.pow(e1, 4) / 32) * Math.sin(4 * mu)
                + 151 * Math.pow(e1, 3) / 96 * Math.sin(6 * mu)
                + 1097 * Math.pow(e1, 4) / 512 * Math.sin(8 * mu);
        double sin = Math.sin(phi1);
        double cos = Math.cos(phi1);
        double tan = sin / cos;
        double c1 = EP2 * cos * cos;
        double t1 = tan * tan;
        double n1 = A / Math.sqrt(1 - E2 * sin * sin);
        double r1 = A * (1 - E2) / Math.pow(1 - E2 * sin * sin, 1.5);
        double d = x / n1;
        double d2 = d * d;
        double phi = phi1
                - n1
                        * tan
                        / r1
                        * (d2 / 2
                                - d2 * d2 / 24 * (5 + 3 * t1 + 10 * c1 - 4 * c1 * c1 - 9 * EP2)
                                + d2
                                        * d2
                                        * d2
                                        / 720
                                        * (61 + 90 * t1 + 298 * c1 + 45 * t1 * t1 - 252 * EP2 - 3 * c1 * c1));
        double lambda = d
                / cos
                * (1
                        - d2 / 6 * (1 + 2 * t1 + c1)
                        + d2 * d2 / 120 * (5 - 2 * c1 + 28 * t1 - 3 * c1 * c1 + 8 * EP2 + 24 * t1 * t1));
        double longitude = longitude0 + Math.toDegrees(lambda);
        return new GeoPoint(
                longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude,
                Math.toDegrees(phi));
    }

    /** How far grid north lies clockwise of true north there, degrees: grid azimuth = true azimuth − convergence. */
    public double convergence(double longitude, double latitude) {
        return Math.toDegrees(
                Math.atan(Math.tan(Math.toRadians(difference(longitude))) * Math.sin(Math.toRadians(latitude))));
    }

    /** A copy of a geometry in degrees, in metres. */
    public Geometry toMetres(Geometry degrees) {
        Geometry copy = degrees.copy();
        copy.apply((CoordinateFilter) at -> at.setCoordinate(toMetres(at.x, at.y)));
        copy.geometryChanged();
        return copy;
    }

    /** A copy of a geometry in metres, in degrees. */
    public Geometry toDegrees(Geometry metres) {
        Geometry copy = metres.copy();
        copy.apply((CoordinateFilter) at -> {
            GeoPoint point = toDegrees(at.x, at.y);
            at.setCoordinate(new Coordinate(point.longitude(), point.latitude()));
        });
        copy.geometryChanged();
        return copy;
    }

    /** The short way round: across the 180° meridian too. */
    private double difference(double longitude) {
        return Math.IEEEremainder(longitude - longitude0, 360);
    }

    private static double meridianArc(double phi) {
        double e4 = E2 * E2;
        double e6 = e4 * E2;
        return A
                * ((1 - E2 / 4 - 3 * e4 / 64 - 5 * e6 / 256) * phi
                        - (3 * E2 / 8 + 3 * e4 / 32 + 45 * e6 / 1024) * Math.sin(2 * phi)
                        + (15 * e4 / 256 + 45 * e6 / 1024) * Math.sin(4 * phi)
                        - 35 * e6 / 3072 * Math.sin(6 * phi));
    }
}
