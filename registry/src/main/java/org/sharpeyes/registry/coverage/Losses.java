package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;

/** Counts what would no longer be covered if a camera, a recorder or a dependency failed. */
final class Losses {
    private final CoverageGround ground;
    private final CoverageMap.Asked asked;
    private final Geometry border;
    private final List<Weighted> places;
    private final double denominator;

    private record Weighted(Geometry ground, double weight) {}

    Losses(CoverageGround ground, CoverageMap.Asked asked, Geometry border) {
        this.ground = ground;
        this.asked = asked;
        this.border = border;
        this.places = asked.placesWithin().stream()
                .map(place -> new Weighted(metres(ground, place), place.weight()))
                .toList();
        this.denominator = places.isEmpty()
                ? border.getArea()
                : places.stream()
                        .mapToDouble(place -> place.weight() * place.ground().getArea())
                        .sum();
    }

    private static Geometry metres(CoverageGround ground, AreaLayer place) {
        return ground.plane().toMetres(place.shape().geometry());
    }

    List<Loss> ranked(int limit) {
        List<Loss> losses = new ArrayList<>();
        Map<String, Group> groups = new HashMap<>();
        for (CameraEntry camera : asked.cameras()) {
            if (ground.lives(camera.id())) {
                losses.add(ofCamera(camera));
                group(camera, groups);
            }
        }
        for (Group group : groups.values()) {
            CoverageLayer.Lost lost = ground.alive().onlyBy(group.cameras);
            losses.add(loss(group.kind, group.id, group.name, group.cameras.size(), area -> lost.within(area)
                    .covered()));
        }
        losses.sort(Comparator.comparingDouble(Loss::weighted)
                .thenComparingLong(Loss::squareMetres)
                .reversed()
                .thenComparing(Loss::name));
        return List.copyOf(losses.subList(0, Math.min(limit, losses.size())));
    }

    private static final class Group {
        private final String kind;
        private final String id;
        private final String name;
        private final Set<CameraId> cameras = new HashSet<>();

        Group(String kind, String id, String name) {
            this.kind = kind;
            this.id = id;
            this.name = name;
        }
    }

    private void group(CameraEntry camera, Map<String, Group> groups) {
        boolean recorder = false;
        for (Dependency dependency : asked.directory().chain(camera)) {
            recorder |= dependency.kind().name().equals("NVR");
            String id = dependency.id().toString();
            groups.computeIfAbsent(id, key -> new Group(dependency.kind().name(), id, dependency.name()))
                    .cameras
                    .add(camera.id());
        }
        CameraSource source = camera.source().orElse(null);
        if (source != null && !recorder && source.kind().name().equals("NVR")) {
            String id = source.device().toString();
            groups.computeIfAbsent(id, key -> new Group("NVR", id, source.manufacturer() + " " + source.model()))
                    .cameras
                    .add(camera.id());
        }
    }

    private Loss ofCamera(CameraEntry camera) {
        CoverageGround.Drawn drawn = ground.drawn(camera.id());
        Geometry own = drawn == null ? Sector.FACTORY.createPolygon() : drawn.proven();
        return loss(
                "CAMERA",
                camera.id().toString(),
                camera.details().name(),
                1,
                area -> own.isEmpty() || !own.getEnvelopeInternal().intersects(area.getEnvelopeInternal())
                        ? 0
                        : ground.alive()
                                .countSingle(area.covers(own) ? own : Polygons.of(own.intersection(area)))
                                .covered());
    }

    private Loss loss(String kind, String id, String name, int cameras, Function<Geometry, Long> lostWithin) {
        long lost = lostWithin.apply(border);
        double weighted = places.isEmpty() ? lost : 0;
        for (Weighted place : places) {
            weighted += place.weight() * lostWithin.apply(place.ground());
        }
        return new Loss(kind, id, name, cameras, lost, weighted, denominator == 0 ? 0 : weighted / denominator);
    }
}
