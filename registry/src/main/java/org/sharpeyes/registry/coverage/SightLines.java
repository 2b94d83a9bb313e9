package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The part of a sector that is seen past obstacles, found by turning once around the apex: between two neighbouring
 * directions of interest (corners, crossings of edges, steps of the arc) the nearest edge is the same, and ends the sight.
 * No overlay of polygons. Confined to one thread.
 */
final class SightLines {
    /** An edge nearer than this is the wall that the camera hangs on: it hides nothing by itself. */
    private static final double TOUCHING = 1e-6;

    /** Directions nearer to each other than this are one, radians. */
    private static final double SAME = 1e-10;

    private static final double FULL = 2 * Math.PI;

    private final Sector sector;
    private final double from;
    private final double span;
    private final List<Edge> edges = new ArrayList<>();
    private double[] turns = new double[64];
    private int count;

    /** An edge relative to the apex, with the directions it spans, clockwise from the sector's first. */
    private record Edge(double x0, double y0, double dx, double dy, double start, double end) {
        double distance(double ux, double uy) {
            double across = ux * dy - uy * dx;
            return across == 0 ? Double.MAX_VALUE : (x0 * dy - y0 * dx) / across;
        }
    }

    private SightLines(Sector sector) {
        this.sector = sector;
        this.from = Math.toRadians(sector.azimuth() - sector.angle() / 2);
        this.span = Math.toRadians(sector.angle());
    }

    /** @param obstacles polygons of which none contains the apex */
    static Geometry seen(Sector sector, List<Polygon> obstacles) {
        SightLines lines = new SightLines(sector);
        for (Polygon obstacle : obstacles) {
            lines.add(obstacle);
        }
        return lines.edges.isEmpty() ? sector.ground() : lines.draw();
    }

    private void add(Polygon obstacle) {
        Coordinate[] corners = obstacle.getExteriorRing().getCoordinates();
        for (int i = 0; i + 1 < corners.length; i++) {
            double x0 = corners[i].x - sector.x();
            double y0 = corners[i].y - sector.y();
            double dx = corners[i + 1].x - corners[i].x;
            double dy = corners[i + 1].y - corners[i].y;
            double nearest = nearest(x0, y0, dx, dy);
            if (nearest >= TOUCHING && nearest <= sector.far()) {
                add(x0, y0, dx, dy);
            }
        }
    }

    private static double nearest(double x0, double y0, double dx, double dy) {
        double length = dx * dx + dy * dy;
        double along = length == 0 ? 0 : Math.max(0, Math.min(1, -(x0 * dx + y0 * dy) / length));
        return Math.hypot(x0 + along * dx, y0 + along * dy);
    }

    private void add(double x0, double y0, double dx, double dy) {
        double first = turn(x0, y0);
        double turned = Math.IEEEremainder(turn(x0 + dx, y0 + dy) - first, FULL);
        if (Math.abs(turned) < SAME) {
            // It points at the camera: its ends belong to other edges.
            return;
        }
        double start = turned > 0 ? first : turn(x0 + dx, y0 + dy);
        double end = start + Math.abs(turned);
        if (start <= span) {
            edges.add(new Edge(x0, y0, dx, dy, start, end));
        }
        if (end > FULL) {
            edges.add(new Edge(x0, y0, dx, dy, start - FULL, end - FULL));
        }
    }

    /** Clockwise from the sector's first direction, 0 to below 2π. */
    private double turn(double x, double y) {
        double turn = (Math.atan2(x, y) - from) % FULL;
        return turn < 0 ? turn + FULL : turn;
    }

    private Geometry draw() {
        int steps = Sector.steps(sector.far(), sector.angle());
        for (int i = 0; i <= steps; i++) {
            note(i == steps ? span : span * i / steps);
        }
        edges.sort(Comparator.comparingDouble(Edge::start));
        for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            note(edge.start());
            note(edge.end());
            crossCircle(edge, sector.far());
            if (sector.near() > 0) {
                crossCircle(edge, sector.near());
            }
            for (int k = i + 1; k < edges.size() && edges.get(k).start() < edge.end(); k++) {
                cross(edge, edges.get(k));
            }
        }
        Arrays.sort(turns, 0, count);
        return polygons(runs());
    }

    private void note(double turn) {
        if (turn >= 0 && turn <= span) {
            if (count == turns.length) {
                turns = Arrays.copyOf(turns, count * 2);
            }
            turns[count++] = turn;
        }
    }

    private void cross(Edge a, Edge b) {
        double across = a.dx() * b.dy() - a.dy() * b.dx();
        if (across == 0) {
            return;
        }
        double gx = b.x0() - a.x0();
        double gy = b.y0() - a.y0();
        double onA = (gx * b.dy() - gy * b.dx()) / across;
        double onB = (gx * a.dy() - gy * a.dx()) / across;
        if (onA > 0 && onA < 1 && onB > 0 && onB < 1) {
            note(turn(a.x0() + onA * a.dx(), a.y0() + onA * a.dy()));
        }
    }

    private void crossCircle(Edge edge, double radius) {
        double a = edge.dx() * edge.dx() + edge.dy() * edge.dy();
        double b = edge.x0() * edge.dx() + edge.y0() * edge.dy();
        double c = edge.x0() * edge.x0() + edge.y0() * edge.y0() - radius * radius;
        double root = b * b - a * c;
        if (root <= 0) {
            return;
        }
        for (double sign = -1; sign <= 1; sign += 2) {
            double along = (-b + sign * Math.sqrt(root)) / a;
            if (along > 0 && along < 1) {
                note(turn(edge.x0() + along * edge.dx(), edge.y0() + along * edge.dy()));
            }
        }
    }

    /** Outer borders of ground that is seen without a break; each begins and ends with the turn where it does. */
    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        @Nullable Run run = null;
        List<Edge> around = new ArrayList<>();
        int next = 0;
        for (int i = 0; i + 1 < count; i++) {
            double t0 = turns[i];
            double t1 = turns[i + 1];
            if (t1 - t0 < SAME) {
                continue;
            }
            double middle = (t0 + t1) / 2;
            while (next < edges.size() && edges.get(next).start() < middle) {
                around.add(edges.get(next++));
            }
            around.removeIf(each -> each.end() <= middle);
            @Nullable Edge edge = nearest(around, middle);
            double end = edge == null ? sector.far() : along(edge, middle);
            if (end <= sector.near()) {
                run = null;
                continue;
            }
            if (run == null) {
                run = new Run(t0);
                runs.add(run);
            }
            run.add(t0, edge == null ? sector.far() : Math.min(sector.far(), along(edge, t0)));
            run.add(t1, edge == null ? sector.far() : Math.min(sector.far(), along(edge, t1)));
        }
        return runs;
    }

    /** @param around edges that the direction meets */
    private @Nullable Edge nearest(List<Edge> around, double turn) {
        double ux = Math.sin(from + turn);
        double uy = Math.cos(from + turn);
        double least = sector.far();
        @Nullable Edge nearest = null;
        for (Edge edge : around) {
            double distance = edge.distance(ux, uy);
            if (distance > 0 && distance < least) {
                least = distance;
                nearest = edge;
            }
        }
        return nearest;
    }

    private double along(Edge edge, double turn) {
        return edge.distance(Math.sin(from + turn), Math.cos(from + turn));
    }

    private Geometry polygons(List<Run> runs) {
        boolean round = sector.angle() >= 360;
        if (runs.isEmpty()) {
            return Sector.FACTORY.createPolygon();
        }
        Run first = runs.get(0);
        Run last = runs.get(runs.size() - 1);
        if (round && runs.size() == 1 && first.begin < SAME && first.end > FULL - SAME) {
            LinearRing outer = Sector.FACTORY.createLinearRing(first.closed());
            return sector.near() > 0
                    ? Sector.FACTORY.createPolygon(
                            outer, new LinearRing[] {Sector.FACTORY.createLinearRing(sector.circle(sector.near()))})
                    : Sector.FACTORY.createPolygon(outer);
        }
        if (round && runs.size() > 1 && first.begin < SAME && last.end > FULL - SAME) {
            // One run across the seam.
            last.join(first);
            runs.remove(0);
        }
        List<Polygon> polygons = new ArrayList<>();
        for (Run run : runs) {
            Polygon polygon = run.polygon();
            if (!polygon.isEmpty()) {
                polygons.add(polygon);
            }
        }
        if (polygons.isEmpty()) {
            return Sector.FACTORY.createPolygon();
        }
        return polygons.size() == 1
                ? polygons.get(0)
                : Sector.FACTORY.createMultiPolygon(polygons.toArray(Polygon[]::new));
    }

    private final class Run {
        private final double begin;
        private double end;
        private final List<Coordinate> outer = new ArrayList<>();

        Run(double begin) {
            this.begin = begin;
            this.end = begin;
        }

        void add(double turn, double radius) {
            append(outer, at(turn, radius));
            end = turn;
        }

        void join(Run next) {
            next.outer.forEach(at -> append(outer, at));
            end += next.end;
        }

        Coordinate[] closed() {
            List<Coordinate> ring = new ArrayList<>(outer);
            if (ring.get(0).distance(ring.get(ring.size() - 1)) <= TOUCHING) {
                ring.set(ring.size() - 1, ring.get(0).copy());
            } else {
                ring.add(ring.get(0).copy());
            }
            return ring.toArray(Coordinate[]::new);
        }

        Polygon polygon() {
            List<Coordinate> ring = new ArrayList<>(outer);
            if (sector.near() > 0) {
                int steps = Sector.steps(sector.near(), Math.toDegrees(end - begin));
                for (int i = steps; i >= 0; i--) {
                    append(ring, at(begin + (end - begin) * i / steps, sector.near()));
                }
            } else {
                ring.add(new Coordinate(sector.x(), sector.y()));
            }
            // Where an obstacle's edge meets the blind foot, both borders have the same corner.
            while (ring.size() > 1 && ring.get(0).distance(ring.get(ring.size() - 1)) <= TOUCHING) {
                ring.remove(ring.size() - 1);
            }
            ring.add(ring.get(0).copy());
            return ring.size() < 4
                    ? Sector.FACTORY.createPolygon()
                    : Sector.FACTORY.createPolygon(ring.toArray(Coordinate[]::new));
        }

        private void append(List<Coordinate> ring, Coordinate at) {
            if (ring.isEmpty() || ring.get(ring.size() - 1).distance(at) > TOUCHING) {
                ring.add(at);
            }
        }

        private Coordinate at(double turn, double radius) {
            return new Coordinate(
                    sector.x() + radius * Math.sin(from + turn), sector.y() + radius * Math.cos(from + turn));
        }
    }
}
