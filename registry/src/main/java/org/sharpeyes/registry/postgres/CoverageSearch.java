package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.coverage.CoverageAnswer;
import org.sharpeyes.registry.coverage.CoverageJudge;
import org.sharpeyes.registry.coverage.Look;
import org.sharpeyes.registry.coverage.Obstacles;
import org.sharpeyes.registry.coverage.Outages;
import org.sharpeyes.registry.coverage.Windows;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.PoseExtent;
import org.sharpeyes.registry.pose.PtzPosition;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/**
 * Question 1: which cameras covered a place at any moment of a window, how surely, and why near ones did not. One search of
 * the box index, then geometry on a map around the place. Thread-safe; blocks.
 */
public final class CoverageSearch {
    private static final int MAX_ROWS = 20_000;

    private static final String WINDOW = "tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz))";
    private static final String AS_HELD_NOW = sql("upper_inf(%s.recorded)");
    private static final String AS_HELD_THEN = sql("%s.recorded @> CAST(:known AS timestamptz)");

    private final Registry registry;
    private final Outages outages;

    public CoverageSearch(Registry registry) {
        this(registry, Outages.NONE);
    }

    public CoverageSearch(Registry registry, Outages outages) {
        this.registry = registry;
        this.outages = outages;
    }

    /**
     * As {@link #search(Shape, TimeWindow, Instant, Look)} by day and as far as cameras are of use.
     *
     * @param known by what the registry held at this time; {@code null} for now
     */
    public CoverageAnswer search(Shape place, TimeWindow window, @Nullable Instant known) {
        return search(place, window, known, Look.USUAL);
    }

    /**
     * @param known by what the registry held at this time; {@code null} for now
     * @param look for what, and in which light
     */
    public CoverageAnswer search(Shape place, TimeWindow window, @Nullable Instant known, Look look) {
        TimeWindow micros = new TimeWindow(ChangeLog.micros(window.from()), ChangeLog.micros(window.to()));
        List<Candidate> candidates = registry.jdbi().withHandle(handle -> candidates(handle, place, micros, known));
        Envelope box = place.geometry().getEnvelopeInternal();
        Obstacles.Around around = registry.obstacles().around(new GeoPoint(box.centre().x, box.centre().y));
        CoverageJudge judge = new CoverageJudge(
                around.map().toMetres(place.geometry()),
                around.map(),
                around.field().then(micros, known),
                look);
        CameraDirectory directory = registry.directory();
        for (Candidate each : candidates) {
            judge.judge(
                    each.camera(),
                    each.name(),
                    each.pose(),
                    each.pose().position() == null ? around(directory, each.area()) : null,
                    Windows.common(each.hung(), each.looked()));
        }
        return judge.answer(outages, micros);
    }

    /** All in one statement: a row for each pose and what hung at its point meanwhile. */
    private static String sql(String held) {
        return """
                SELECT %1$s, lower(p.valid) AS looked_from, upper(p.valid) AS looked_to, r.name, r.area_id,
                       h.hung_from, h.hung_to, h.width
                FROM pose p
                JOIN LATERAL (SELECT n.name, n.area_id FROM point_record n
                              WHERE n.point_id = p.point_id AND %2$s AND n.valid && %5$s
                              ORDER BY lower(n.valid) DESC LIMIT 1) r ON true
                LEFT JOIN LATERAL (SELECT lower(i.valid) AS hung_from, upper(i.valid) AS hung_to,
                                          coalesce((SELECT s.width FROM stream s
                                                    WHERE s.channel_id = i.channel_id AND s.profile = 'main'), 0) AS width
                                   FROM installation i
                                   WHERE i.point_id = p.point_id AND %3$s AND i.valid && %5$s) h ON true
                WHERE p.bbox && CAST(:box AS box) AND %4$s AND p.valid && %5$s
                LIMIT :limit
                """.formatted(PoseTable.READ, held.formatted("n"), held.formatted("i"), held.formatted("p"), WINDOW);
    }

    /** One pose that a point had in the window. */
    private record Found(CameraId camera, String name, AreaId area, Pose pose, TimeWindow looked) {}

    /** One pose, or one position of a turning camera, with when something hung there. */
    private record Candidate(
            CameraId camera, String name, AreaId area, Pose pose, TimeWindow looked, List<TimeWindow> hung) {
        Candidate with(Pose other, TimeWindow when) {
            return new Candidate(camera, name, area, other, when, hung);
        }
    }

    /** @param width pixels of the main stream; 0 if not known */
    private record Hung(TimeWindow when, int width) {}

    private static List<Candidate> candidates(Handle handle, Shape place, TimeWindow window, @Nullable Instant known) {
        // Poses at one place overlap their box's 1 m margin already.
        Envelope units = PoseExtent.grown(place.geometry().getEnvelopeInternal(), 1);
        Query query = handle.createQuery(known == null ? AS_HELD_NOW : AS_HELD_THEN)
                .bind("box", PoseTable.box(units))
                .bind("from", window.from())
                .bind("to", window.to())
                .bind("limit", MAX_ROWS);
        if (known != null) {
            query.bind("known", known);
        }
        Map<Found, List<Hung>> found = new LinkedHashMap<>();
        query.map((row, context) -> Map.entry(found(row, window), Optional.ofNullable(hung(row, window))))
                .forEach(each -> {
                    List<Hung> hung = found.computeIfAbsent(each.getKey(), key -> new ArrayList<>());
                    each.getValue().ifPresent(hung::add);
                });
        List<UUID> turning = found.keySet().stream()
                .filter(each -> each.pose().pan() != null)
                .map(each -> each.camera().value())
                .distinct()
                .toList();
        Map<UUID, List<PtzPosition>> turns =
                turning.isEmpty() ? Map.of() : PtzLog.positions(handle, turning, window.from(), window.to());
        List<Candidate> candidates = new ArrayList<>();
        found.forEach((each, hung) -> {
            hung.sort(Comparator.comparing(one -> one.when().from()));
            Candidate whole = new Candidate(
                    each.camera(),
                    each.name(),
                    each.area(),
                    withWidth(each.pose(), hung),
                    each.looked(),
                    hung.stream().map(Hung::when).toList());
            turned(whole, turns.getOrDefault(each.camera().value(), List.of()), candidates);
        });
        return candidates;
    }

    private static Found found(ResultSet row, TimeWindow window) throws SQLException {
        return new Found(
                CameraId.of(new PointId(uuid(row, "point_id"))),
                row.getString("name"),
                new AreaId(uuid(row, "area_id")),
                PoseTable.pose(row),
                Windows.cut(Rows.instant(row, "looked_from"), Rows.instantOrNull(row, "looked_to"), window));
    }

    private static @Nullable Hung hung(ResultSet row, TimeWindow window) throws SQLException {
        @Nullable Instant from = Rows.instantOrNull(row, "hung_from");
        return from == null
                ? null
                : new Hung(Windows.cut(from, Rows.instantOrNull(row, "hung_to"), window), row.getInt("width"));
    }

    /** A PTZ camera looked where its log says, and anywhere else before the first entry. */
    private static void turned(Candidate whole, List<PtzPosition> turns, List<Candidate> candidates) {
        if (whole.pose().pan() == null || turns.isEmpty()) {
            candidates.add(whole);
            return;
        }
        TimeWindow looked = whole.looked();
        if (turns.get(0).at().isAfter(looked.from())) {
            candidates.add(whole.with(
                    whole.pose(), Windows.cut(looked.from(), turns.get(0).at(), looked)));
        }
        for (int i = 0; i < turns.size(); i++) {
            Instant from = turns.get(i).at();
            Instant to = i + 1 < turns.size() ? turns.get(i + 1).at() : looked.to();
            if (from.isBefore(looked.to()) && to.isAfter(looked.from())) {
                candidates.add(whole.with(turns.get(i).of(whole.pose()), Windows.cut(from, to, looked)));
            }
        }
    }

    /** The width of the picture is what the camera itself says of its main stream, where the file says nothing. */
    private static Pose withWidth(Pose pose, List<Hung> hung) {
        int width = hung.isEmpty() ? 0 : hung.get(0).width();
        return pose.pictureWidth() != null || width == 0
                ? pose
                : pose.withPictureWidth(new Reading(width, ReadingSource.STATED, 0, null));
    }

    private static @Nullable Shape around(CameraDirectory directory, AreaId area) {
        for (AreaId each : directory.path(area)) {
            @Nullable Shape shape = directory.area(each).map(Area::shape).orElse(null);
            if (shape != null) {
                return shape;
            }
        }
        return null;
    }
}
