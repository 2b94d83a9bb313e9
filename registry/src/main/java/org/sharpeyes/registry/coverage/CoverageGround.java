package org.sharpeyes.registry.coverage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/**
 * The cameras' ground of one county as it is now, drawn once and anew only where a camera changes. Confined to one thread;
 * drawing itself uses the common pool.
 */
final class CoverageGround {
    /** Up to how many cameras a cell are told apart. */
    private static final int DEPTH = 3;

    private static final int MAX_REGIONS = 2_000;

    private final AreaId county;
    private final Look look;
    private final Map<CameraId, Drawn> drawn = new HashMap<>();
    private final Map<Grade, CoverageLayer> layers = new EnumMap<>(Grade.class);
    private final CoverageLayer alive = new CoverageLayer(DEPTH);
    private final Set<CameraId> livingCameras = new HashSet<>();
    private final Map<Whereabouts, Geometry> unknownPlaces = new ConcurrentHashMap<>();
    private final Map<Shape, Region> regions = new LinkedHashMap<>(64, 0.75f, true);
    private @Nullable LocalMap plane;
    private @Nullable Obstacles obstacles;
    private @Nullable CameraDirectory drawnFrom;
    private Obstructions obstructions = Obstructions.NONE;

    /** What a camera's ground was drawn from, and the ground. */
    record Drawn(
            CameraId camera, Pose pose, @Nullable Shape area, Geometry proven, Geometry probable, Geometry possible) {}

    private record Whereabouts(Shape area, double reach) {}

    CoverageGround(AreaId county, Look look) {
        this.county = county;
        this.look = look;
        for (Grade grade : Grade.values()) {
            layers.put(grade, new CoverageLayer());
        }
    }

    /** Brings everything up to date with the directory. */
    void draw(CameraDirectory directory, Obstacles now, Predicate<CameraId> living) {
        LocalMap map = plane(directory);
        if (obstacles != now) {
            obstacles = now;
            obstructions = now.on(map).now();
            List.copyOf(drawn.keySet()).forEach(this::forget);
        }
        Set<CameraId> gone = new HashSet<>(drawn.keySet());
        List<Drawn> changed = new ArrayList<>();
        List<CameraEntry> toDraw = new ArrayList<>();
        CameraDirectory last = drawnFrom;
        // With other areas a camera may stand elsewhere although nothing of its own changed.
        CameraDirectory comparable = last != null && directory.sameAreas(last) ? last : null;
        for (CameraEntry camera : directory.cameras()) {
            if (comparable != null
                    && drawn.containsKey(camera.id())
                    && comparable.camera(camera.id()).orElse(null) == camera) {
                gone.remove(camera.id());
                continue;
            }
            if (!directory.within(camera.details().area(), county)) {
                continue;
            }
            gone.remove(camera.id());
            @Nullable Drawn before = drawn.get(camera.id());
            if (before == null || !before.pose().equals(pose(camera)) || before.area() != around(directory, camera)) {
                toDraw.add(camera);
            }
        }
        drawnFrom = directory;
        gone.forEach(this::forget);
        changed.addAll(toDraw.parallelStream()
                .map(camera -> draw(camera.id(), pose(camera), around(directory, camera)))
                .toList());
        for (Drawn each : changed) {
            put(each);
        }
        Set<CameraId> redrawn = new HashSet<>();
        changed.forEach(each -> redrawn.add(each.camera()));
        for (Drawn each : drawn.values()) {
            live(each, living.test(each.camera()), redrawn.contains(each.camera()));
        }
    }

    private void put(Drawn each) {
        drawn.put(each.camera(), each);
        layer(Grade.PROVEN).put(each.camera(), each.proven());
        layer(Grade.PROBABLE).put(each.camera(), Sector.FACTORY.createGeometryCollection(new Geometry[] {
            each.proven(), each.probable()
        }));
        layer(Grade.POSSIBLE).put(each.camera(), each.possible());
    }

    private void forget(CameraId camera) {
        drawn.remove(camera);
        layers.values().forEach(layer -> layer.put(camera, null));
        alive.put(camera, null);
        livingCameras.remove(camera);
    }

    private void live(Drawn each, boolean lives, boolean redrawn) {
        boolean changed = lives ? livingCameras.add(each.camera()) : livingCameras.remove(each.camera());
        if (changed || redrawn) {
            alive.put(each.camera(), lives ? each.proven() : null);
        }
    }

    /** What a camera would cover with a pose; nothing is kept. Thread-safe. */
    Drawn draw(CameraId camera, Pose pose, @Nullable Shape area) {
        Footprint footprint = Footprint.of(pose, area, plane(), obstructions, look);
        Geometry possible;
        if (pose.position() == null && area != null) {
            possible = unknownPlaces.computeIfAbsent(
                    new Whereabouts(area, Range.of(pose, look).most()), key -> footprint.possible());
        } else {
            possible = footprint.possible();
        }
        return new Drawn(camera, pose, area, footprint.proven(), footprint.probable(), possible);
    }

    /** The pose, with the width of the picture as the camera itself says it where the file says nothing. */
    static Pose pose(CameraEntry camera) {
        Pose pose = camera.pose();
        if (pose.pictureWidth() != null) {
            return pose;
        }
        int width = camera.source()
                .flatMap(source -> source.stream(StreamProfile.MAIN))
                .map(stream -> stream.width())
                .orElse(0);
        return width == 0 ? pose : pose.withPictureWidth(new Reading(width, ReadingSource.STATED, 0, null));
    }

    static @Nullable Shape around(CameraDirectory directory, CameraEntry camera) {
        for (AreaId each : directory.path(camera.details().area())) {
            @Nullable Shape shape = directory.area(each).map(Area::shape).orElse(null);
            if (shape != null) {
                return shape;
            }
        }
        return null;
    }

    private LocalMap plane(CameraDirectory directory) {
        LocalMap known = plane;
        if (known == null) {
            Envelope box = new Envelope();
            directory
                    .area(county)
                    .map(Area::shape)
                    .ifPresent(shape -> box.expandToInclude(shape.geometry().getEnvelopeInternal()));
            if (box.isNull()) {
                directory.areas().stream()
                        .filter(area -> area.shape() != null && directory.within(area.id(), county))
                        .forEach(area -> box.expandToInclude(
                                requireNonNull(area.shape()).geometry().getEnvelopeInternal()));
            }
            known = new LocalMap(box.isNull() ? new GeoPoint(0, 0) : new GeoPoint(box.centre().x, box.centre().y));
            plane = known;
        }
        return known;
    }

    /** The map that everything here is drawn on; {@link #draw(CameraDirectory, Obstacles, Predicate)} makes it. */
    LocalMap plane() {
        return requireNonNull(plane, "plane");
    }

    /** The cells of a shape; those last asked for are kept. */
    Region region(Shape shape) {
        Region region = regions.get(shape);
        if (region == null) {
            region = new Region(plane().toMetres(shape.geometry()));
            regions.put(shape, region);
            if (regions.size() > MAX_REGIONS) {
                Shape eldest = regions.keySet().iterator().next();
                Region gone = requireNonNull(regions.remove(eldest), "region");
                layers.values().forEach(layer -> layer.forget(gone));
                alive.forget(gone);
            }
        }
        return region;
    }

    CoverageLayer layer(Grade grade) {
        return requireNonNull(layers.get(grade), "layer");
    }

    /** Proven ground of living cameras, in planes. */
    CoverageLayer alive() {
        return alive;
    }

    boolean lives(CameraId camera) {
        return livingCameras.contains(camera);
    }

    @Nullable
    Drawn drawn(CameraId camera) {
        return drawn.get(camera);
    }

    Collection<Drawn> all() {
        return drawn.values();
    }

    Look look() {
        return look;
    }
}
