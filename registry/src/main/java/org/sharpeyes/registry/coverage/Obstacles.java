package org.sharpeyes.registry.coverage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Envelope;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.geo.LocalMap;

/** All obstacles of all times as of one commit, and fields of them around places that were asked for. Thread-safe. */
public final class Obstacles {
    /** Fields are made around the middles of cells of this many degrees, so that neighbouring questions share one. */
    private static final double CELL = 0.25;

    /** Degrees around a cell from where obstacles count: farther than any camera reaches. */
    private static final double MARGIN = 0.25;

    private static final int KEPT = 16;

    private final List<Obstacle> all;
    private final Map<List<Long>, Around> fields = new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Long>, Around> eldest) {
            return size() > KEPT;
        }
    };

    public Obstacles(List<Obstacle> all) {
        this.all = List.copyOf(all);
    }

    /** A map around a place and the obstacles on it. */
    public record Around(LocalMap map, ObstacleField field) {}

    public List<Obstacle> all() {
        return all;
    }

    /** The field on which to judge what is near {@code place}. */
    public Around around(GeoPoint place) {
        long column = (long) Math.floor(place.longitude() / CELL);
        long row = (long) Math.floor(place.latitude() / CELL);
        synchronized (fields) {
            return fields.computeIfAbsent(List.of(column, row), key -> make(column * CELL, row * CELL));
        }
    }

    private Around make(double west, double south) {
        LocalMap map = new LocalMap(
                new GeoPoint(Math.min(180, west + CELL / 2), Math.max(-90, Math.min(90, south + CELL / 2))));
        Envelope box = new Envelope(west, west + CELL, south, south + CELL);
        box.expandBy(MARGIN);
        return new Around(
                map,
                new ObstacleField(
                        all.stream()
                                .filter(each ->
                                        box.intersects(each.shape().geometry().getEnvelopeInternal()))
                                .toList(),
                        map));
    }

    /** All of them on a map of one's own. */
    public ObstacleField on(LocalMap map) {
        return new ObstacleField(all, map);
    }
}
