package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.coverage.CoverageAnswer;
import org.sharpeyes.registry.coverage.CoverageAnswer.Hit;
import org.sharpeyes.registry.coverage.CoverageAnswer.Miss;
import org.sharpeyes.registry.coverage.CoverageAnswer.Why;
import org.sharpeyes.registry.coverage.Footprint;
import org.sharpeyes.registry.coverage.Grade;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.PoseExtent;
import org.sharpeyes.registry.pose.Position;

/**
 * Question 1: which cameras covered a place at any moment of a window. One search of the box index, then geometry on a
 * map around the place. Thread-safe.
 */
public final class CoverageSearch {
    private static final int MAX_CANDIDATES = 20_000;

    private final Registry registry;

    public CoverageSearch(Registry registry) {
        this.registry = registry;
    }

    /** @param known by what the registry held at this time; {@code null} for now */
    public CoverageAnswer search(Shape place, TimeWindow window, @Nullable Instant known) {
        List<Candidate> candidates = registry.jdbi().inTransaction(handle -> candidates(handle, place, window, known));
        Envelope box = place.geometry().getEnvelopeInternal();
        LocalMap map = new LocalMap(new GeoPoint(box.centre().x, box.centre().y));
        Geometry target = map.toMetres(place.geometry());
        Map<CameraId, Hit> hits = new HashMap<>();
        Map<CameraId, Miss> misses = new HashMap<>();
        for (Candidate candidate : candidates) {
            judge(candidate, target, map, hits, misses);
        }
        misses.keySet().removeAll(hits.keySet());
        return new CoverageAnswer(
                hits.values().stream()
                        .sorted(Comparator.comparing(Hit::grade)
                                .thenComparing(
                                        Comparator.comparingDouble(Hit::share).reversed())
                                .thenComparingDouble(hit -> hit.metres() == null ? Double.MAX_VALUE : hit.metres())
                                .thenComparing(Hit::name))
                        .toList(),
                misses.values().stream()
                        .sorted(Comparator.comparing(Miss::why).thenComparing(Miss::name))
                        .toList());
    }

    /** One pose that a point had in the window. */
    private record Candidate(
            CameraId camera, String name, AreaId area, Pose pose, TimeWindow looked, List<TimeWindow> hung) {}

    private static List<Candidate> candidates(Handle handle, Shape place, TimeWindow window, @Nullable Instant known) {
        // Poses at one place overlap their box's 1 m margin already.
        Envelope units = PoseExtent.grown(place.geometry().getEnvelopeInternal(), 1);
        Instant from = ChangeLog.micros(window.from());
        Instant to = ChangeLog.micros(window.to());
        List<Candidate> bare = handle.createQuery(
                        """
                        SELECT p.*, lower(p.valid) AS looked_from, upper(p.valid) AS looked_to, r.name, r.area_id
                        FROM pose p
                        JOIN LATERAL (SELECT name, area_id FROM point_record
                                      WHERE point_id = p.point_id AND recorded @> %1$s
                                        AND valid && tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz))
                                      ORDER BY lower(valid) DESC LIMIT 1) r ON true
                        WHERE p.bbox && CAST(:box AS box) AND p.recorded @> %1$s
                          AND p.valid && tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz))
                        LIMIT :limit
                        """.formatted("coalesce(CAST(:known AS timestamptz), clock_timestamp())"))
                .bind("box", PoseTable.box(units))
                .bind("from", from)
                .bind("to", to)
                .bindByType("known", known, Instant.class)
                .bind("limit", MAX_CANDIDATES)
                .map((row, context) -> new Candidate(
                        CameraId.of(new PointId(uuid(row, "point_id"))),
                        row.getString("name"),
                        new AreaId(uuid(row, "area_id")),
                        PoseTable.pose(row),
                        cut(Rows.instant(row, "looked_from"), Rows.instantOrNull(row, "looked_to"), from, to),
                        List.of()))
                .list();
        Map<UUID, List<TimeWindow>> hung = hung(
                handle,
                bare.stream().map(each -> each.camera().value()).distinct().toList(),
                from,
                to,
                known);
        return bare.stream()
                .map(each -> new Candidate(
                        each.camera(),
                        each.name(),
                        each.area(),
                        each.pose(),
                        each.looked(),
                        hung.getOrDefault(each.camera().value(), List.of())))
                .toList();
    }

    private static Map<UUID, List<TimeWindow>> hung(
            Handle handle, Collection<UUID> points, Instant from, Instant to, @Nullable Instant known) {
        Map<UUID, List<TimeWindow>> hung = new HashMap<>();
        handle.createQuery("""
                        SELECT point_id, lower(valid) AS hung_from, upper(valid) AS hung_to FROM installation
                        WHERE point_id = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))
                          AND recorded @> coalesce(CAST(:known AS timestamptz), clock_timestamp())
                          AND valid && tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz))
                        ORDER BY lower(valid)
                        """)
                .bind("ids", Rows.list(points))
                .bindByType("known", known, Instant.class)
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> Map.entry(
                        uuid(row, "point_id"),
                        cut(Rows.instant(row, "hung_from"), Rows.instantOrNull(row, "hung_to"), from, to)))
                .forEach(each -> hung.computeIfAbsent(each.getKey(), key -> new ArrayList<>())
                        .add(each.getValue()));
        return hung;
    }

    private static TimeWindow cut(Instant start, @Nullable Instant end, Instant from, Instant to) {
        return new TimeWindow(start.isBefore(from) ? from : start, end == null || end.isAfter(to) ? to : end);
    }

    private void judge(
            Candidate candidate, Geometry target, LocalMap map, Map<CameraId, Hit> hits, Map<CameraId, Miss> misses) {
        CameraDirectory directory = registry.directory();
        Position position = candidate.pose().position();
        @Nullable Double metres = null;
        if (position != null) {
            Coordinate at =
                    map.toMetres(position.at().longitude(), position.at().latitude());
            metres = target.distance(target.getFactory().createPoint(at));
        }
        Footprint footprint =
                Footprint.of(candidate.pose(), position == null ? around(directory, candidate) : null, map, List.of());
        for (Grade grade : Grade.values()) {
            double share = share(footprint.of(grade), target);
            if (share > 0) {
                List<TimeWindow> times = overlaps(candidate.looked(), candidate.hung());
                if (times.isEmpty()) {
                    misses.put(
                            candidate.camera(),
                            new Miss(
                                    candidate.camera(),
                                    candidate.name(),
                                    Why.NOT_INSTALLED,
                                    "nothing hung there then"));
                } else {
                    hits.merge(
                            candidate.camera(),
                            new Hit(
                                    candidate.camera(),
                                    candidate.name(),
                                    grade,
                                    share,
                                    metres,
                                    times,
                                    unknown(candidate.pose())),
                            CoverageSearch::better);
                }
                return;
            }
        }
        misses.putIfAbsent(candidate.camera(), miss(candidate, metres));
    }

    private static Hit better(Hit a, Hit b) {
        boolean first = a.grade() != b.grade() ? a.grade().compareTo(b.grade()) < 0 : a.share() >= b.share();
        Hit best = first ? a : b;
        List<TimeWindow> times = new ArrayList<>(a.times());
        times.addAll(b.times());
        times.sort(Comparator.comparing(TimeWindow::from));
        return new Hit(best.camera(), best.name(), best.grade(), best.share(), best.metres(), times, best.unknown());
    }

    private static Miss miss(Candidate candidate, @Nullable Double metres) {
        var reach = candidate.pose().reach();
        double most = reach == null ? PoseExtent.UNKNOWN_REACH : reach.most();
        if (metres != null && metres <= most) {
            return new Miss(
                    candidate.camera(),
                    candidate.name(),
                    Why.OFF_AXIS,
                    String.format(Locale.ROOT, "%.0f m away, looking elsewhere", metres));
        }
        return new Miss(
                candidate.camera(),
                candidate.name(),
                Why.AWAY,
                metres == null
                        ? "its area lies elsewhere"
                        : String.format(Locale.ROOT, "%.0f m away, reaches %.0f m", metres, most));
    }

    private static List<TimeWindow> overlaps(TimeWindow looked, List<TimeWindow> hung) {
        List<TimeWindow> times = new ArrayList<>();
        for (TimeWindow each : hung) {
            if (each.overlaps(looked)) {
                times.add(cut(each.from(), each.to(), looked.from(), looked.to()));
            }
        }
        return times;
    }

    private static double share(Geometry ground, Geometry target) {
        if (ground.isEmpty() || !ground.getEnvelopeInternal().intersects(target.getEnvelopeInternal())) {
            return 0;
        }
        if (target.getDimension() < 2) {
            return ground.covers(target) ? 1 : 0;
        }
        if (!ground.intersects(target)) {
            return 0;
        }
        return Math.min(1, ground.intersection(target).getArea() / target.getArea());
    }

    private static List<String> unknown(Pose pose) {
        List<String> unknown = new ArrayList<>();
        note(unknown, "position", pose.position());
        note(unknown, "azimuth", pose.azimuth());
        note(unknown, "horizontal angle", pose.horizontalAngle());
        note(unknown, "reach", pose.reach());
        note(unknown, "height", pose.height());
        note(unknown, "tilt", pose.tilt());
        return unknown;
    }

    private static void note(List<String> unknown, String name, @Nullable Object value) {
        if (value == null) {
            unknown.add(name);
        }
    }

    private static @Nullable Shape around(CameraDirectory directory, Candidate candidate) {
        for (AreaId each : directory.path(candidate.area())) {
            @Nullable Shape shape = directory.area(each).map(Area::shape).orElse(null);
            if (shape != null) {
                return shape;
            }
        }
        return null;
    }
}
