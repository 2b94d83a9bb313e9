package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/**
 * Ranks poses by what finding them out is expected to bring: the ground of a usual sector, times the weight of places
 * around, times the share of where it may lie that is not proven yet.
 */
final class Worklist {
    private static final double USUAL_ANGLE = 80;

    private final CoverageGround ground;
    private final CoverageMap.Asked asked;
    private final Map<Geometry, Worth> worths = new IdentityHashMap<>();
    private final List<Weighted> places = new ArrayList<>();

    private record Weighted(Geometry ground, double weight) {}

    /** Of a square metre that a camera may cover. */
    private record Worth(double unproven, double weight) {}

    Worklist(CoverageGround ground, CoverageMap.Asked asked) {
        this.ground = ground;
        this.asked = asked;
        for (AreaLayer place : asked.places()) {
            places.add(new Weighted(ground.plane().toMetres(place.shape().geometry()), place.weight()));
        }
    }

    List<WorkItem> ranked(int limit) {
        Map<CameraId, WorkItem> items = new HashMap<>();
        for (CameraEntry camera : asked.cameras()) {
            List<String> missing = missing(camera.pose());
            CoverageGround.Drawn drawn = ground.drawn(camera.id());
            if (!missing.isEmpty() && camera.installed() && drawn != null) {
                double gain = gain(drawn);
                if (gain > 0) {
                    items.put(
                            camera.id(),
                            new WorkItem(camera.id(), camera.details().name(), missing, gain, how(missing)));
                }
            }
        }
        return items.values().stream()
                .sorted(Comparator.comparingDouble(WorkItem::gain).reversed().thenComparing(WorkItem::name))
                .limit(limit)
                .toList();
    }

    private double gain(CoverageGround.Drawn drawn) {
        Reading angle = drawn.pose().horizontalAngle();
        double reach = Range.of(drawn.pose(), ground.look()).written();
        double expected = Math.PI * reach * reach * (angle == null ? USUAL_ANGLE : angle.value()) / 360;
        double more = Math.max(0, expected - drawn.proven().getArea());
        if (more == 0 || drawn.possible().isEmpty()) {
            return 0;
        }
        Worth worth = worths.computeIfAbsent(drawn.possible(), this::worth);
        return more * worth.unproven() * worth.weight();
    }

    private Worth worth(Geometry possible) {
        CoverageLayer.Cells cells = ground.layer(Grade.PROVEN).count(possible);
        if (cells.all() == 0) {
            return new Worth(0, 1);
        }
        double weight = 1;
        for (Weighted place : places) {
            if (place.ground().getEnvelopeInternal().intersects(possible.getEnvelopeInternal())) {
                double share = place.ground().intersection(possible).getArea() / possible.getArea();
                weight += (place.weight() - 1) * share;
            }
        }
        return new Worth(1 - (double) cells.covered() / cells.all(), Math.max(0, weight));
    }

    private static WorkItem.How how(List<String> missing) {
        boolean place = missing.contains("position");
        boolean aim = missing.contains("azimuth");
        boolean size = missing.contains("horizontal angle") || missing.contains("reach");
        if (place && !aim && !size) {
            return WorkItem.How.LOCATE;
        }
        if (aim && !place && !size) {
            return WorkItem.How.AIM;
        }
        return size && !place && !aim ? WorkItem.How.MEASURE : WorkItem.How.CALIBRATE;
    }

    /** Without these nothing is proven. */
    private static List<String> missing(Pose pose) {
        List<String> missing = new ArrayList<>();
        if (pose.position() == null || pose.position().source() == ReadingSource.ASSUMED) {
            missing.add("position");
        }
        Reading angle = pose.horizontalAngle();
        if (unsure(pose.azimuth()) && !(angle != null && angle.least() >= 360)) {
            missing.add("azimuth");
        }
        if (unsure(angle)) {
            missing.add("horizontal angle");
        }
        if (unsure(pose.reach())) {
            missing.add("reach");
        }
        return missing;
    }

    private static boolean unsure(@Nullable Reading reading) {
        return reading == null || reading.source() == ReadingSource.ASSUMED;
    }
}
