package org.sharpeyes.registry.coverage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;

/**
 * Question 2 for one county: its cameras' ground as bits, kept beside the directory and changed only where a camera
 * changes. Thread-safe: one question at a time.
 */
public final class CoverageMap {
    private final AreaId county;
    private final Map<CameraId, Drawn> drawn = new HashMap<>();
    private final Map<Grade, CoverageLayer> layers = new EnumMap<>(Grade.class);
    private final CoverageLayer alive = new CoverageLayer();
    private final Set<CameraId> livingCameras = new HashSet<>();
    private @Nullable LocalMap map;

    /** What a camera's ground was drawn from. */
    private record Drawn(Pose pose, @Nullable Shape area, Footprint footprint) {}

    public CoverageMap(AreaId county) {
        this.county = county;
        for (Grade grade : Grade.values()) {
            layers.put(grade, new CoverageLayer());
        }
    }

    /**
     * @param area within the county
     * @param living whether a camera is alive now
     * @throws IllegalArgumentException if the border of the area is not known
     */
    public synchronized CoverageReport report(
            CameraDirectory directory, List<AreaLayer> places, AreaId area, Predicate<CameraId> living) {
        @Nullable Shape border = directory.area(area).map(Area::shape).orElse(null);
        if (border == null) {
            throw new IllegalArgumentException("area: " + area + " (expected: an area whose border is known)");
        }
        LocalMap plane = plane(border, directory);
        draw(directory, plane, living);
        CoverageReport.Ground ground = ground(plane.toMetres(border.geometry()));
        List<CoverageReport.Place> within = new ArrayList<>();
        for (AreaLayer place : places) {
            if (directory.within(place.area(), area)) {
                within.add(new CoverageReport.Place(
                        place.name(),
                        place.kind(),
                        place.weight(),
                        ground(plane.toMetres(place.shape().geometry()))));
            }
        }
        within.sort(Comparator.comparingDouble(CoverageReport.Place::blind).reversed());
        List<CameraEntry> cameras = directory.cameras().stream()
                .filter(camera -> directory.within(camera.details().area(), area))
                .toList();
        return summed(ground, within, cameras.size(), (int)
                cameras.stream().filter(camera -> living.test(camera.id())).count());
    }

    private static CoverageReport summed(
            CoverageReport.Ground ground, List<CoverageReport.Place> places, int cameras, int living) {
        boolean byPlaces = !places.isEmpty();
        double all = byPlaces ? 0 : ground.all();
        double now = byPlaces ? 0 : ground.provenNow();
        double built = byPlaces ? 0 : ground.proven();
        for (CoverageReport.Place place : places) {
            all += place.weight() * place.ground().all();
            now += place.weight() * place.ground().provenNow();
            built += place.weight() * place.ground().proven();
        }
        return new CoverageReport(
                all == 0 ? 0 : now / all, all == 0 ? 0 : built / all, all, byPlaces, ground, places, cameras, living);
    }

    private CoverageReport.Ground ground(Geometry area) {
        CoverageLayer.Cells now = alive.count(area);
        return new CoverageReport.Ground(
                now.all(),
                now.covered(),
                layer(Grade.PROVEN).count(area).covered(),
                layer(Grade.PROBABLE).count(area).covered(),
                layer(Grade.POSSIBLE).count(area).covered());
    }

    private LocalMap plane(Shape border, CameraDirectory directory) {
        LocalMap known = map;
        if (known == null) {
            @Nullable Shape whole = directory.area(county).map(Area::shape).orElse(null);
            Envelope box = (whole == null ? border : whole).geometry().getEnvelopeInternal();
            known = new LocalMap(
                    new GeoPoint((box.getMinX() + box.getMaxX()) / 2, (box.getMinY() + box.getMaxY()) / 2));
            map = known;
        }
        return known;
    }

    private void draw(CameraDirectory directory, LocalMap plane, Predicate<CameraId> living) {
        Set<CameraId> gone = new HashSet<>(drawn.keySet());
        for (CameraEntry camera : directory.cameras()) {
            if (!directory.within(camera.details().area(), county)) {
                continue;
            }
            gone.remove(camera.id());
            @Nullable Shape area = around(directory, camera);
            @Nullable Drawn before = drawn.get(camera.id());
            boolean same = before != null && before.pose().equals(camera.pose()) && before.area() == area;
            if (!same) {
                Footprint footprint = Footprint.of(camera.pose(), area, plane, List.of());
                drawn.put(camera.id(), new Drawn(camera.pose(), area, footprint));
                layer(Grade.PROVEN).put(camera.id(), footprint.proven());
                layer(Grade.PROBABLE).put(camera.id(), footprint.proven().union(footprint.probable()));
                layer(Grade.POSSIBLE).put(camera.id(), footprint.possible());
            }
            live(camera.id(), living.test(camera.id()), !same);
        }
        for (CameraId camera : gone) {
            drawn.remove(camera);
            layers.values().forEach(layer -> layer.put(camera, null));
            live(camera, false, true);
        }
    }

    private void live(CameraId camera, boolean lives, boolean redrawn) {
        boolean changed = lives ? livingCameras.add(camera) : livingCameras.remove(camera);
        if (changed || redrawn) {
            @Nullable Drawn now = drawn.get(camera);
            alive.put(camera, lives && now != null ? now.footprint().proven() : null);
        }
    }

    private static @Nullable Shape around(CameraDirectory directory, CameraEntry camera) {
        for (AreaId each : directory.path(camera.details().area())) {
            @Nullable Shape shape = directory.area(each).map(Area::shape).orElse(null);
            if (shape != null) {
                return shape;
            }
        }
        return null;
    }

    private CoverageLayer layer(Grade grade) {
        return requireNonNull(layers.get(grade), "layer");
    }
}
