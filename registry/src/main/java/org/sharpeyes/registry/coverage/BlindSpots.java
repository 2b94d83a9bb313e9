package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.union.UnaryUnionOp;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.geo.Shape;

/** Finds ground that no living camera is proven to cover. */
final class BlindSpots {
    /** Slivers between two sectors are no blind spots, square metres. */
    private static final double LEAST = 4;

    private final CoverageGround ground;

    BlindSpots(CoverageGround ground) {
        this.ground = ground;
    }

    List<BlindSpot> of(CoverageMap.Asked asked, int limit) {
        List<AreaLayer> places = asked.placesWithin();
        List<BlindSpot> spots = places.isEmpty() ? areas(asked) : places(places);
        spots.sort(Comparator.comparingDouble(BlindSpot::score).reversed().thenComparing(BlindSpot::name));
        return List.copyOf(spots.subList(0, Math.min(limit, spots.size())));
    }

    private List<BlindSpot> places(List<AreaLayer> places) {
        List<BlindSpot> spots = new ArrayList<>();
        for (AreaLayer place : places) {
            Geometry border = ground.plane().toMetres(place.shape().geometry());
            Geometry blind = border;
            List<Geometry> covering = ground.all().stream()
                    .filter(each -> ground.lives(each.camera()))
                    .map(CoverageGround.Drawn::proven)
                    .filter(each -> each.getEnvelopeInternal().intersects(border.getEnvelopeInternal()))
                    .toList();
            if (!covering.isEmpty()) {
                blind = OverlayNGRobust.overlay(border, UnaryUnionOp.union(covering), OverlayNG.DIFFERENCE);
            }
            for (int i = 0; i < blind.getNumGeometries(); i++) {
                Geometry part = blind.getGeometryN(i);
                @Nullable Shape shape = part.getArea() >= LEAST ? Polygons.shape(ground.plane(), part) : null;
                if (shape != null) {
                    spots.add(new BlindSpot(place.name(), place.kind().name(), place.weight(), part.getArea(), shape));
                }
            }
        }
        return spots;
    }

    private List<BlindSpot> areas(CoverageMap.Asked asked) {
        List<BlindSpot> spots = new ArrayList<>();
        for (Area area : asked.directory().areas()) {
            Shape shape = area.shape();
            boolean lowest = asked.directory().areas().stream()
                    .noneMatch(other -> area.id().equals(other.parent()) && other.shape() != null);
            if (shape != null && lowest && asked.directory().within(area.id(), asked.area())) {
                CoverageLayer.Cells cells = ground.alive().count(ground.plane().toMetres(shape.geometry()));
                spots.add(new BlindSpot(
                        area.name(), area.level().name(), 1, cells.all() - (double) cells.covered(), shape));
            }
        }
        return spots;
    }
}
