package org.sharpeyes.registry.coverage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;

/**
 * Covered share over a period, weighted by time: a camera covers while it hangs there, looks there and is up.
 *
 * @param ratio proven by cameras that were up
 * @param asBuilt proven if none had been down
 * @param steps between moments at which anything changed; at most {@value #MAX_STEPS}, else moments are moved to a grid
 */
public record CoveragePeriod(double ratio, double asBuilt, List<Step> steps) {
    private static final int MAX_STEPS = 400;

    public CoveragePeriod {
        steps = List.copyOf(steps);
    }

    /** @param cameras that hung there; {@code alive} of them were up */
    public record Step(TimeWindow when, double ratio, double asBuilt, int alive, int cameras) {}

    /**
     * One pose that a camera had.
     *
     * @param area stands in for an unknown position
     * @param when it hung there with this pose
     */
    public record Version(
            CameraId camera, Pose pose, @Nullable Shape area, List<TimeWindow> when) {
        public Version {
            when = List.copyOf(when);
        }
    }

    /** @param down when cameras were down, within the window */
    public static CoveragePeriod of(
            TimeWindow window,
            List<Version> versions,
            Map<CameraId, List<TimeWindow>> down,
            Shape border,
            List<AreaLayer> places,
            LocalMap map,
            Obstructions obstructions,
            Look look) {
        List<Shown> shown = new ArrayList<>();
        for (Version version : versions) {
            Geometry ground = Footprint.of(version.pose(), version.area(), map, obstructions, look)
                    .proven();
            shown.add(new Shown(
                    version.camera(),
                    ground,
                    Windows.union(version.when()),
                    Windows.minus(version.when(), down.getOrDefault(version.camera(), List.of()))));
        }
        return new Sweep(window, shown, new Measure(border, places, map)).run();
    }

    private record Shown(CameraId camera, Geometry ground, List<TimeWindow> there, List<TimeWindow> up) {}

    /** What a share is taken of. */
    private static final class Measure {
        private final List<Geometry> grounds = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();

        Measure(Shape border, List<AreaLayer> places, LocalMap map) {
            for (AreaLayer place : places) {
                grounds.add(map.toMetres(place.shape().geometry()));
                weights.add(place.weight());
            }
            if (places.isEmpty()) {
                grounds.add(map.toMetres(border.geometry()));
                weights.add(1.0);
            }
        }

        double ratio(CoverageLayer layer) {
            double all = 0;
            double covered = 0;
            for (int i = 0; i < grounds.size(); i++) {
                CoverageLayer.Cells cells = layer.count(grounds.get(i));
                all += weights.get(i) * cells.all();
                covered += weights.get(i) * cells.covered();
            }
            return all == 0 ? 0 : covered / all;
        }
    }

    private static final class Sweep {
        private final TimeWindow window;
        private final List<Shown> shown;
        private final Measure measure;
        private final CoverageLayer alive = new CoverageLayer();
        private final CoverageLayer built = new CoverageLayer();
        private final Duration grid;

        Sweep(TimeWindow window, List<Shown> shown, Measure measure) {
            this.window = window;
            this.shown = shown;
            this.measure = measure;
            this.grid = window.length().dividedBy(MAX_STEPS);
        }

        CoveragePeriod run() {
            List<Instant> moments = moments();
            List<Step> steps = new ArrayList<>();
            Map<CameraId, Geometry> aliveBefore = new HashMap<>();
            Map<CameraId, Geometry> builtBefore = new HashMap<>();
            double ratio = 0;
            double asBuilt = 0;
            double aliveRatio = 0;
            double builtRatio = 0;
            for (int i = 0; i + 1 < moments.size(); i++) {
                TimeWindow step = new TimeWindow(moments.get(i), moments.get(i + 1));
                Instant middle = step.from().plus(step.length().dividedBy(2));
                Map<CameraId, Geometry> up = new HashMap<>();
                Map<CameraId, Geometry> there = new HashMap<>();
                for (Shown each : shown) {
                    show(each, each.up(), middle, up);
                    show(each, each.there(), middle, there);
                }
                aliveRatio = apply(alive, aliveBefore, up) || i == 0 ? measure.ratio(alive) : aliveRatio;
                builtRatio = apply(built, builtBefore, there) || i == 0 ? measure.ratio(built) : builtRatio;
                aliveBefore = up;
                builtBefore = there;
                double weight =
                        (double) step.length().toNanos() / window.length().toNanos();
                ratio += weight * aliveRatio;
                asBuilt += weight * builtRatio;
                steps.add(new Step(step, aliveRatio, builtRatio, up.size(), there.size()));
            }
            return new CoveragePeriod(ratio, asBuilt, steps);
        }

        private static void show(Shown each, List<TimeWindow> windows, Instant moment, Map<CameraId, Geometry> into) {
            if (windows.stream().anyMatch(when -> when.contains(moment))) {
                into.merge(
                        each.camera(),
                        each.ground(),
                        (a, b) -> new GeometryCollection(new Geometry[] {a, b}, Sector.FACTORY));
            }
        }

        private static boolean apply(CoverageLayer layer, Map<CameraId, Geometry> before, Map<CameraId, Geometry> now) {
            Set<CameraId> cameras = new HashSet<>(before.keySet());
            cameras.addAll(now.keySet());
            boolean changed = false;
            for (CameraId camera : cameras) {
                @Nullable Geometry ground = now.get(camera);
                if (before.get(camera) != ground) {
                    layer.put(camera, ground);
                    changed = true;
                }
            }
            return changed;
        }

        private List<Instant> moments() {
            TreeSet<Instant> all = new TreeSet<>();
            for (Shown each : shown) {
                each.there().forEach(when -> add(all, when));
                each.up().forEach(when -> add(all, when));
            }
            TreeSet<Instant> moments = all;
            if (all.size() > MAX_STEPS) {
                TreeSet<Instant> moved = new TreeSet<>();
                for (Instant moment : all) {
                    long steps = Math.round(
                            (double) Duration.between(window.from(), moment).toNanos() / grid.toNanos());
                    moved.add(window.from().plus(grid.multipliedBy(steps)));
                }
                moments = moved;
            }
            TreeSet<Instant> within = new TreeSet<>(moments.subSet(window.from(), true, window.to(), true));
            within.add(window.from());
            within.add(window.to());
            return List.copyOf(within);
        }

        private static void add(TreeSet<Instant> moments, TimeWindow when) {
            moments.add(when.from());
            moments.add(when.to());
        }
    }
}
