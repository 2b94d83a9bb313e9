package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/**
 * Ground seen from a point on a flat map: between two distances, within an angle, not behind an obstacle. Metres;
 * degrees clockwise from grid north. Immutable.
 *
 * @param near from where on it sees the ground (the blind foot)
 */
record Sector(double x, double y, double azimuth, double angle, double near, double far) {
    static final GeometryFactory FACTORY = new GeometryFactory();

    /** An arc is drawn as chords that leave it by at most this, metres, and by this share of its radius. */
    private static final double SAGITTA = 0.05;

    private static final double RELATIVE_SAGITTA = 0.001;

    Sector {
        if (!(angle >= 0 && angle <= 360) || !(near >= 0) || !(far >= 0)) {
            throw new IllegalArgumentException("sector: angle " + angle + ", near " + near + ", far " + far
                    + " (expected: 0 to 360, 0 or more, 0 or more)");
        }
    }

    boolean empty() {
        return near >= far || angle == 0;
    }

    /** A box around it. */
    Envelope box() {
        return new Envelope(x - far, x + far, y - far, y + far);
    }

    /**
     * The part of it that matters to a place: all directions that the box spans and as far as it lies. Within the box it is
     * the same ground, before and behind obstacles.
     */
    Sector towards(Envelope box) {
        if (box.contains(x, y) || empty()) {
            return this;
        }
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        double middle = Math.toDegrees(Math.atan2(box.centre().x - x, box.centre().y - y));
        double farthest = 0;
        for (double cornerX : new double[] {box.getMinX(), box.getMaxX()}) {
            for (double cornerY : new double[] {box.getMinY(), box.getMaxY()}) {
                double off = Math.IEEEremainder(Math.toDegrees(Math.atan2(cornerX - x, cornerY - y)) - middle, 360);
                least = Math.min(least, off);
                most = Math.max(most, off);
                farthest = Math.max(farthest, Math.hypot(cornerX - x, cornerY - y));
            }
        }
        if (angle >= 360) {
            return new Sector(x, y, middle + (least + most) / 2, most - least, near, Math.min(far, farthest));
        }
        // Directions relative to ours; a sector of more than half a turn may meet the box at both of its ends: left as
        // it is.
        double off = Math.IEEEremainder(middle - azimuth, 360);
        double from = Math.max(-angle / 2, off + least);
        double to = Math.min(angle / 2, off + most);
        if (off + least < -180 || off + most > 180) {
            return this;
        }
        return new Sector(x, y, azimuth + (from + to) / 2, Math.max(0, to - from), near, Math.min(far, farthest));
    }

    /** The open ground, without obstacles. */
    Geometry ground() {
        if (empty()) {
            return FACTORY.createPolygon();
        }
        if (angle >= 360) {
            LinearRing outer = FACTORY.createLinearRing(circle(far));
            return near > 0
                    ? FACTORY.createPolygon(outer, new LinearRing[] {FACTORY.createLinearRing(circle(near))})
                    : FACTORY.createPolygon(outer);
        }
        List<Coordinate> ring = new ArrayList<>();
        double from = azimuth - angle / 2;
        arc(ring, far, from, angle, false);
        if (near > 0) {
            arc(ring, near, from, angle, true);
        } else {
            ring.add(new Coordinate(x, y));
        }
        ring.add(ring.get(0).copy());
        return FACTORY.createPolygon(ring.toArray(Coordinate[]::new));
    }

    /** The ground less what obstacles hide and stand on. An obstacle around the apex itself is looked out of. */
    Geometry seen(List<? extends Geometry> obstacles) {
        if (empty()) {
            return FACTORY.createPolygon();
        }
        Point apex = FACTORY.createPoint(new Coordinate(x, y));
        List<Polygon> inTheWay = new ArrayList<>();
        for (Geometry obstacle : obstacles) {
            if (obstacle.getEnvelopeInternal().distance(apex.getEnvelopeInternal()) <= far
                    && !obstacle.contains(apex)) {
                for (int i = 0; i < obstacle.getNumGeometries(); i++) {
                    if (obstacle.getGeometryN(i) instanceof Polygon polygon) {
                        inTheWay.add(polygon);
                    }
                }
            }
        }
        return inTheWay.isEmpty() ? ground() : SightLines.seen(this, inTheWay);
    }

    private void arc(List<Coordinate> ring, double radius, double from, double span, boolean backwards) {
        int steps = steps(radius, span);
        for (int i = 0; i <= steps; i++) {
            double at = from + span * (backwards ? steps - i : i) / steps;
            ring.add(at(radius, at));
        }
    }

    Coordinate[] circle(double radius) {
        int steps = steps(radius, 360);
        Coordinate[] ring = new Coordinate[steps + 1];
        for (int i = 0; i < steps; i++) {
            ring[i] = at(radius, 360.0 * i / steps);
        }
        ring[steps] = ring[0].copy();
        return ring;
    }

    static int steps(double radius, double span) {
        double sagitta = Math.min(SAGITTA / Math.max(radius, SAGITTA), RELATIVE_SAGITTA);
        double step = Math.toDegrees(2 * Math.acos(1 - sagitta));
        return Math.max(2, (int) Math.ceil(span / step));
    }

    private Coordinate at(double radius, double degrees) {
        double radians = Math.toRadians(degrees);
        return new Coordinate(x + radius * Math.sin(radians), y + radius * Math.cos(radians));
    }
}
