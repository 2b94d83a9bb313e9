package org.sharpeyes.registry.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.index.strtree.STRtree;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.geo.LocalMap;

/** Obstacles of all times on one map, found by place. Thread-safe. */
public final class ObstacleField {
    private static final double SEARCH = 1;

    private final STRtree tree = new STRtree();

    private record Entry(Obstacle obstacle, Geometry metres, Map<Double, Geometry> grown) {
        Geometry grownBy(double distance) {
            return distance == 0
                    ? metres
                    : grown.computeIfAbsent(
                            distance, by -> by > 0 ? Obstructions.grown(metres, by) : metres.buffer(by));
        }
    }

    public ObstacleField(Collection<Obstacle> obstacles, LocalMap map) {
        for (Obstacle obstacle : obstacles) {
            Geometry metres = map.toMetres(obstacle.shape().geometry());
            tree.insert(metres.getEnvelopeInternal(), new Entry(obstacle, metres, new ConcurrentHashMap<>(2)));
        }
        tree.build();
    }

    /** What hides ground until further notice, as held now. */
    public Obstructions now() {
        return then(new TimeWindow(Instant.MAX.minusSeconds(1), Instant.MAX), null);
    }

    /** What hid ground at any moment of the window, as held at {@code known}. */
    public Obstructions then(TimeWindow window, @Nullable Instant known) {
        return new Obstructions() {
            @Override
            public List<Geometry> near(Envelope box, double grownBy) {
                return entries(box, grownBy).stream()
                        .filter(entry ->
                                entry.obstacle().hides() && entry.obstacle().stood(window, known))
                        .map(entry -> entry.grownBy(grownBy))
                        .toList();
            }

            @Override
            public List<Geometry> surely(Envelope box, double shrunkBy, double cameraHeight) {
                return entries(box, 0).stream()
                        .filter(entry -> entry.obstacle().surelyHides(cameraHeight)
                                && entry.obstacle().stoodThroughout(window, known))
                        .map(entry -> entry.grownBy(-shrunkBy))
                        .filter(polygon -> !polygon.isEmpty())
                        .toList();
            }
        };
    }

    /** Private ground near a place, in metres. */
    public List<Geometry> yards(Envelope box, TimeWindow window, @Nullable Instant known) {
        return entries(box, 0).stream()
                .filter(entry -> !entry.obstacle().hides() && entry.obstacle().stood(window, known))
                .map(Entry::metres)
                .toList();
    }

    private List<Entry> entries(Envelope box, double grownBy) {
        Envelope wider = new Envelope(box);
        // A mitred corner lies up to five times farther out.
        wider.expandBy(SEARCH + 5 * grownBy);
        List<?> found = tree.query(wider);
        List<Entry> entries = new ArrayList<>(found.size());
        for (Object each : found) {
            entries.add((Entry) each);
        }
        return entries;
    }
}
