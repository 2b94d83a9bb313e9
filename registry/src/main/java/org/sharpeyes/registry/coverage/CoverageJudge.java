package org.sharpeyes.registry.coverage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.coverage.CoverageAnswer.Hit;
import org.sharpeyes.registry.coverage.CoverageAnswer.Miss;
import org.sharpeyes.registry.coverage.CoverageAnswer.Sight;
import org.sharpeyes.registry.coverage.CoverageAnswer.Why;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Reading;

/** Judges poses against one place: which cover it, how surely, and why the others do not. Confined to one thread. */
public final class CoverageJudge {
    private final Geometry target;
    private final Envelope box;
    private final LocalMap map;
    private final Obstructions obstructions;
    private final Look look;
    private final Map<CameraId, Found> found = new HashMap<>();
    private final Map<CameraId, Miss> misses = new HashMap<>();

    /** By area and reach: many cameras of one village may have no known place. */
    private final Map<Shape, Map<Double, Double>> areas = new IdentityHashMap<>();

    /** @param target in metres of the map */
    public CoverageJudge(Geometry target, LocalMap map, Obstructions obstructions, Look look) {
        this.target = target;
        this.box = target.getEnvelopeInternal();
        this.map = map;
        this.obstructions = obstructions;
        this.look = look;
    }

    /** All sights of one camera. */
    private static final class Found {
        private final List<Sight> sights = new ArrayList<>();
        private final String name;
        private @Nullable Sight best;
        private Pose pose = Pose.unknown();
        private @Nullable Double metres;

        Found(String name) {
            this.name = name;
        }

        void add(Sight sight, Pose of, @Nullable Double distance) {
            sights.add(sight);
            Sight before = best;
            if (before == null
                    || sight.grade().compareTo(before.grade()) < 0
                    || (sight.grade() == before.grade() && sight.share() > before.share())) {
                best = sight;
                pose = of;
                metres = distance;
            }
        }
    }

    /**
     * Judges one pose.
     *
     * @param area stands in for an unknown position
     * @param times when something hung there and looked so; empty if nothing hung there
     */
    public void judge(CameraId camera, String name, Pose pose, @Nullable Shape area, List<TimeWindow> times) {
        if (pose.position() == null) {
            double share =
                    area == null ? 0 : somewhereIn(area, Range.of(pose, look).most());
            if (share > 0) {
                found(camera, name, pose, Grade.POSSIBLE, share, null, times);
            } else {
                miss(camera, new Miss(camera, name, Why.AWAY, "its area lies elsewhere"));
            }
            return;
        }
        Footprint footprint = Footprint.at(box, pose, area, map, obstructions, look);
        Coordinate apex = requireNonNull(footprint.apex(), "apex");
        Double metres = target.distance(target.getFactory().createPoint(apex));
        if (!footprint.mayCover(target)) {
            miss(camera, elsewhere(camera, name, pose, apex, metres));
            return;
        }
        for (Grade grade : Grade.values()) {
            double share = share(footprint.of(grade));
            if (share > 0) {
                found(camera, name, pose, grade, share, metres, times);
                return;
            }
        }
        miss(
                camera,
                new Miss(
                        camera,
                        name,
                        Why.BLOCKED,
                        String.format(Locale.ROOT, "%.0f m away, something higher stands in between", metres)));
    }

    private void found(
            CameraId camera,
            String name,
            Pose pose,
            Grade grade,
            double share,
            @Nullable Double metres,
            List<TimeWindow> times) {
        if (times.isEmpty()) {
            miss(camera, new Miss(camera, name, Why.NOT_INSTALLED, "nothing hung there then"));
        }
        for (TimeWindow when : times) {
            found.computeIfAbsent(camera, key -> new Found(name)).add(new Sight(grade, share, when), pose, metres);
        }
    }

    /** Share of the place that lies in an area, or so near that a camera there may see it. */
    private double somewhereIn(Shape area, double reach) {
        return areas.computeIfAbsent(area, key -> new HashMap<>()).computeIfAbsent(reach, metres -> {
            Geometry ground = map.toMetres(area.geometry());
            if (!ground.isWithinDistance(target, metres)) {
                return 0.0;
            }
            return target.getDimension() < 2 ? 1.0 : share(ground.buffer(metres));
        });
    }

    private void miss(CameraId camera, Miss miss) {
        misses.merge(camera, miss, (a, b) -> a.why().compareTo(b.why()) >= 0 ? a : b);
    }

    /** @param outages of cameras that would be hits; asked once */
    public CoverageAnswer answer(Outages outages, TimeWindow window) {
        Map<CameraId, List<TimeWindow>> down = found.isEmpty() ? Map.of() : outages.of(found.keySet(), window);
        List<Hit> hits = new ArrayList<>();
        found.forEach((camera, all) -> {
            misses.remove(camera);
            List<TimeWindow> offline = down.getOrDefault(camera, List.of());
            List<TimeWindow> times =
                    Windows.union(all.sights.stream().map(Sight::when).toList());
            if (!offline.isEmpty() && Windows.minus(times, offline).isEmpty()) {
                misses.put(
                        camera,
                        new Miss(
                                camera,
                                all.name,
                                Why.OFFLINE,
                                "down from " + offline.get(0).from() + " to "
                                        + offline.get(offline.size() - 1).to()));
                return;
            }
            Sight best = all.best;
            if (best == null) {
                throw new IllegalStateException("a camera was found without a sight");
            }
            hits.add(new Hit(
                    camera,
                    all.name,
                    best.grade(),
                    best.share(),
                    all.metres,
                    times,
                    all.sights,
                    offline,
                    unknown(all.pose),
                    reason(best.grade(), all.pose)));
        });
        hits.sort(Comparator.comparing(Hit::grade)
                .thenComparing(Comparator.comparingDouble(Hit::share).reversed())
                .thenComparingDouble(hit -> hit.metres() == null ? Double.MAX_VALUE : hit.metres())
                .thenComparing(Hit::name));
        return new CoverageAnswer(
                hits,
                misses.values().stream()
                        .sorted(Comparator.comparing(Miss::why).reversed().thenComparing(Miss::name))
                        .toList());
    }

    private double share(Geometry ground) {
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

    private Miss elsewhere(CameraId camera, String name, Pose pose, Coordinate apex, double metres) {
        double most = Range.of(pose, look).most();
        double error = pose.position() == null ? 0 : pose.position().error();
        if (metres > most + error) {
            return new Miss(
                    camera,
                    name,
                    Why.AWAY,
                    String.format(Locale.ROOT, "%.0f m away, reaches %.0f m at most", metres, most + error));
        }
        Reading azimuth = pose.azimuth();
        Coordinate middle = target.getCentroid().getCoordinate();
        double bearing = Math.toDegrees(Math.atan2(middle.x - apex.x, middle.y - apex.y));
        return new Miss(
                camera,
                name,
                Why.OFF_AXIS,
                azimuth == null
                        ? String.format(Locale.ROOT, "%.0f m away, beyond what it may turn to", metres)
                        : String.format(
                                Locale.ROOT,
                                "%.0f m away, looking %.0f° off it",
                                metres,
                                Math.abs(Math.IEEEremainder(bearing - azimuth.value(), 360))));
    }

    private static String reason(Grade grade, Pose pose) {
        List<String> unknown = unknown(pose);
        return switch (grade) {
            case PROVEN -> "covered whatever the true values are within their errors";
            case PROBABLE ->
                unknown.isEmpty()
                        ? "covered by the values as written, not for all within their errors"
                        : "covered by the values as written; not known: " + String.join(", ", unknown);
            case POSSIBLE ->
                pose.pan() != null
                        ? "a PTZ camera that may have looked there"
                        : unknown.isEmpty()
                                ? "covered for some of the values within their errors"
                                : "it may be covered; not known: " + String.join(", ", unknown);
        };
    }

    /** Values that are not known, of those that coverage rests on. */
    public static List<String> unknown(Pose pose) {
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
}
