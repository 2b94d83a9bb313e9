package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;

/**
 * Question 2 for one county, one purpose and one light: its cameras' ground as bits, kept beside the directory and changed
 * only where a camera changes. Thread-safe: one question at a time.
 */
public final class CoverageMap {
    private final CoverageGround ground;

    public CoverageMap(AreaId county) {
        this(county, Look.USUAL);
    }

    public CoverageMap(AreaId county, Look look) {
        this.ground = new CoverageGround(county, look);
    }

    /**
     * What a question is about.
     *
     * @param places all weighted places
     * @param area within the county
     * @param living whether a camera is alive now
     */
    public record Asked(
            CameraDirectory directory,
            Obstacles obstacles,
            List<AreaLayer> places,
            AreaId area,
            Predicate<CameraId> living) {
        /** @throws IllegalArgumentException if the border of the area is not known */
        Shape border() {
            @Nullable Shape border = directory.area(area).map(Area::shape).orElse(null);
            if (border == null) {
                throw new IllegalArgumentException("area: " + area + " (expected: an area whose border is known)");
            }
            return border;
        }

        List<AreaLayer> placesWithin() {
            return places.stream()
                    .filter(place -> directory.within(place.area(), area))
                    .toList();
        }

        List<CameraEntry> cameras() {
            return directory.cameras().stream()
                    .filter(camera -> directory.within(camera.details().area(), area))
                    .toList();
        }
    }

    /** @throws IllegalArgumentException if the border of the area is not known */
    public synchronized CoverageReport report(Asked asked) {
        Shape border = asked.border();
        ground.draw(asked.directory(), asked.obstacles(), asked.living());
        return reported(asked, border);
    }

    private CoverageReport reported(Asked asked, Shape border) {
        Region all = ground.region(border);
        CoverageReport.Ground whole = ground(all);
        List<CoverageReport.Place> within = new ArrayList<>();
        for (AreaLayer place : asked.placesWithin()) {
            within.add(new CoverageReport.Place(
                    place.name(), place.kind(), place.weight(), ground(ground.region(place.shape()))));
        }
        within.sort(Comparator.comparingDouble(CoverageReport.Place::blind).reversed());
        List<CameraEntry> cameras = asked.cameras();
        boolean byPlaces = !within.isEmpty();
        double denominator = byPlaces ? 0 : whole.all();
        double now = byPlaces ? 0 : whole.provenNow();
        double built = byPlaces ? 0 : whole.proven();
        for (CoverageReport.Place place : within) {
            denominator += place.weight() * place.ground().all();
            now += place.weight() * place.ground().provenNow();
            built += place.weight() * place.ground().proven();
        }
        return new CoverageReport(
                denominator == 0 ? 0 : now / denominator,
                denominator == 0 ? 0 : built / denominator,
                denominator,
                byPlaces,
                whole,
                new CoverageReport.Redundancy(
                        whole.provenNow(),
                        ground.alive().count(all, 2).covered(),
                        ground.alive().count(all, 3).covered()),
                within,
                cameras.size(),
                (int) cameras.stream()
                        .filter(camera -> asked.living().test(camera.id()))
                        .count());
    }

    private CoverageReport.Ground ground(Region area) {
        CoverageLayer.Cells now = ground.alive().count(area, 1);
        return new CoverageReport.Ground(
                now.all(),
                now.covered(),
                ground.layer(Grade.PROVEN).count(area, 1).covered(),
                ground.layer(Grade.PROBABLE).count(area, 1).covered(),
                ground.layer(Grade.POSSIBLE).count(area, 1).covered());
    }

    /** Blind ground of weighted places, or of the lowest areas where no place is named, worst first. */
    public synchronized List<BlindSpot> blindSpots(Asked asked, int limit) {
        ground.draw(asked.directory(), asked.obstacles(), asked.living());
        return new BlindSpots(ground).of(asked, limit);
    }

    /** What each camera, recorder and dependency of the area would take with it, greatest loss first. */
    public synchronized List<Loss> losses(Asked asked, int limit) {
        Shape border = asked.border();
        ground.draw(asked.directory(), asked.obstacles(), asked.living());
        return new Losses(ground, asked, ground.plane().toMetres(border.geometry())).ranked(limit);
    }

    /** Poses that are worth most to find out, the best first. */
    public synchronized List<WorkItem> worklist(Asked asked, int limit) {
        ground.draw(asked.directory(), asked.obstacles(), asked.living());
        return new Worklist(ground, asked).ranked(limit);
    }

    /** What another pose of one camera would change; nothing is changed. */
    public synchronized CoveragePreview preview(Asked asked, CameraEntry camera, Pose pose) {
        Shape border = asked.border();
        ground.draw(asked.directory(), asked.obstacles(), asked.living());
        double before = reported(asked, border).ratio();
        CoverageGround.Drawn old =
                ground.draw(camera.id(), CoverageGround.pose(camera), CoverageGround.around(asked.directory(), camera));
        CoverageGround.Drawn changed = ground.draw(camera.id(), pose, CoverageGround.around(asked.directory(), camera));
        boolean lives = asked.living().test(camera.id());
        CoverageLayer alive = ground.alive();
        alive.put(camera.id(), null);
        Geometry kept = old.proven().intersection(changed.proven());
        long both = blind(alive.count(kept));
        long gained = blind(alive.count(changed.proven())) - both;
        long lost = blind(alive.count(old.proven())) - both;
        alive.put(camera.id(), lives ? changed.proven() : null);
        double after = reported(asked, border).ratio();
        alive.put(camera.id(), lives ? old.proven() : null);
        return new CoveragePreview(
                part(old.probable()),
                part(changed.probable()),
                part(changed.probable().difference(old.probable())),
                part(old.probable().difference(changed.probable())),
                before,
                after,
                lives ? gained : 0,
                lives ? lost : 0);
    }

    private static long blind(CoverageLayer.Cells cells) {
        return cells.all() - cells.covered();
    }

    private CoveragePreview.Part part(Geometry metres) {
        return new CoveragePreview.Part(Polygons.shape(ground.plane(), metres), metres.getArea());
    }
}
