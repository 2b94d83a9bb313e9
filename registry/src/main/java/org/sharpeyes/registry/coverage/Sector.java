package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.algorithm.Angle;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineSegment;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.union.UnaryUnionOp;

/**
 * Ground seen from a point on a flat map: between two distances, within an angle, not behind an obstacle. Metres;
 * degrees clockwise from grid north. Immutable.
 *
 * @param near from where on it sees the ground (the blind foot)
 */
record Sector(double x, double y, double azimuth, double angle, double near, double far) {
    static final GeometryFactory FACTORY = new GeometryFactory();

    /** An arc is drawn as chords that leave it by at most this. */
    private static final double SAGITTA = 0.05;

    /** An edge nearer than this is the wall that the camera hangs on: it hides nothing by itself. */
    private static final double TOUCHING = 1e-6;

    private static final double WIDE = Math.toRadians(120);

    Sector {
        if (!(angle >= 0 && angle <= 360) || !(near >= 0) || !(far >= 0)) {
            throw new IllegalArgumentException("sector: angle " + angle + ", near " + near + ", far " + far
                    + " (expected: 0 to 360, 0 or more, 0 or more)");
        }
    }

    boolean empty() {
        return near >= far || angle == 0;
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
        Geometry ground = ground();
        Coordinate apex = new Coordinate(x, y);
        List<Geometry> hidden = new ArrayList<>();
        for (Geometry obstacle : obstacles) {
            if (!ground.isEmpty()
                    && obstacle.getEnvelopeInternal().distance(new Envelope(apex)) <= far
                    && !obstacle.contains(FACTORY.createPoint(apex))) {
                shadow(obstacle, apex, hidden);
            }
        }
        return hidden.isEmpty()
                ? ground
                : OverlayNGRobust.overlay(ground, UnaryUnionOp.union(hidden), OverlayNG.DIFFERENCE);
    }

    private void shadow(Geometry obstacle, Coordinate apex, List<Geometry> hidden) {
        for (int i = 0; i < obstacle.getNumGeometries(); i++) {
            Geometry part = obstacle.getGeometryN(i);
            if (!(part instanceof Polygon)) {
                continue;
            }
            hidden.add(part);
            Coordinate[] corners = ((Polygon) part).getExteriorRing().getCoordinates();
            for (int k = 0; k + 1 < corners.length; k++) {
                behind(apex, new LineSegment(corners[k], corners[k + 1]), hidden);
            }
        }
    }

    /** What lies behind an edge, to beyond the far arc. */
    private void behind(Coordinate apex, LineSegment edge, List<Geometry> hidden) {
        Coordinate nearest = edge.closestPoint(apex);
        if (nearest.distance(apex) < TOUCHING || nearest.distance(apex) > far) {
            return;
        }
        if (Angle.angleBetween(edge.p0, apex, edge.p1) > WIDE) {
            // Split where it is nearest: each half spans less than a right angle.
            behind(apex, new LineSegment(edge.p0, nearest), hidden);
            behind(apex, new LineSegment(nearest, edge.p1), hidden);
            return;
        }
        Polygon shade = FACTORY.createPolygon(new Coordinate[] {
            edge.p0, beyond(apex, edge.p0), between(apex, edge), beyond(apex, edge.p1), edge.p1, edge.p0
        });
        if (shade.getArea() > 0) {
            hidden.add(shade);
        }
    }

    /** A far point on the bisector: without it the chord between two far points would cut into the arc. */
    private Coordinate between(Coordinate apex, LineSegment edge) {
        double d0 = apex.distance(edge.p0);
        double d1 = apex.distance(edge.p1);
        double ux = (edge.p0.x - apex.x) / d0 + (edge.p1.x - apex.x) / d1;
        double uy = (edge.p0.y - apex.y) / d0 + (edge.p1.y - apex.y) / d1;
        double length = Math.hypot(ux, uy);
        return new Coordinate(apex.x + beyondFar() * ux / length, apex.y + beyondFar() * uy / length);
    }

    private Coordinate beyond(Coordinate apex, Coordinate corner) {
        double distance = apex.distance(corner);
        double away = beyondFar();
        return distance == 0 || distance >= away
                ? corner
                : new Coordinate(
                        apex.x + (corner.x - apex.x) / distance * away, apex.y + (corner.y - apex.y) / distance * away);
    }

    private double beyondFar() {
        // With the point between, a chord spans at most 60°: cos 30° = 0.87, so twice is well beyond.
        return far * 2 + 10;
    }

    private void arc(List<Coordinate> ring, double radius, double from, double span, boolean backwards) {
        int steps = steps(radius, span);
        for (int i = 0; i <= steps; i++) {
            double at = from + span * (backwards ? steps - i : i) / steps;
            ring.add(at(radius, at));
        }
    }

    private Coordinate[] circle(double radius) {
        int steps = steps(radius, 360);
        Coordinate[] ring = new Coordinate[steps + 1];
        for (int i = 0; i < steps; i++) {
            ring[i] = at(radius, 360.0 * i / steps);
        }
        ring[steps] = ring[0].copy();
        return ring;
    }

    private static int steps(double radius, double span) {
        double step = radius <= SAGITTA ? 90 : Math.toDegrees(2 * Math.acos(1 - SAGITTA / radius));
        return Math.max(2, (int) Math.ceil(span / step));
    }

    private Coordinate at(double radius, double degrees) {
        double radians = Math.toRadians(degrees);
        return new Coordinate(x + radius * Math.sin(radians), y + radius * Math.cos(radians));
    }
}
