package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
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
    private final LocalMap map;
    private final Obstructions obstructions;
    private final Look look;
    private final Map<CameraId, Found> found = new HashMap<>();
    private final Map<CameraId, Miss> misses = new HashMap<>();

    /** @param target in metres of the map */
    public CoverageJudge(Geometry target, LocalMap map, Obstructions obstructions, Look look) {
        this.target = target;
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
        Footprint footprint = Footprint.of(pose, area, map, obstructions, look);
        @Nullable Coordinate apex = footprint.apex();
        @Nullable
        Double metres =
                apex == null ? null : target.distance(target.getFactory().createPoint(apex));
        if (!footprint.mayCover(target)) {
            miss(camera, elsewhere(camera, name, pose, apex, metres));
            return;
        }
        for (Grade grade : Grade.values()) {
            double share = share(footprint.of(grade));
            if (share > 0) {
                if (times.isEmpty()) {
                    miss(camera, new Miss(camera, name, Why.NOT_INSTALLED, "nothing hung there then"));
                }
                for (TimeWindow when : times) {
                    found.computeIfAbsent(camera, key -> new Found(name))
                            .add(new Sight(grade, share, when), pose, metres);
                }
                return;
            }
        }
        miss(
                camera,
                new Miss(
                        camera,
                        name,
                        Why.BLOCKED,
                        metres == null
                                ? "something stands in between"
                                : String.format(
                                        Locale.ROOT, "%.0f m away, something higher stands in between", metres)));
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

    private Miss elsewhere(
            CameraId camera, String name, Pose pose, @Nullable Coordinate apex, @Nullable Double metres) {
        if (apex == null || metres == null) {
            return new Miss(camera, name, Why.AWAY, "its area lies elsewhere");
        }
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
