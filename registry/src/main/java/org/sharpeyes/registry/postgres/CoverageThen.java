package org.sharpeyes.registry.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.coverage.CoverageMap;
import org.sharpeyes.registry.coverage.Obstacle;
import org.sharpeyes.registry.coverage.Obstacles;
import org.sharpeyes.registry.coverage.Outages;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.history.PointAt;
import org.sharpeyes.registry.pose.Pose;

/**
 * What question 2 is asked about at another moment: cameras, obstacles, areas and places as they were, as the registry held
 * them then. Thread-safe; blocks.
 */
public final class CoverageThen {
    private static final long MOMENT_MILLIS = 1;

    private final Registry registry;
    private final Outages outages;

    /** What was answered last: a map draws anew only what differs, and tells obstacles by identity. */
    private volatile Obstacles last = new Obstacles(List.of());

    public CoverageThen(Registry registry, Outages outages) {
        this.registry = registry;
        this.outages = outages;
    }

    /**
     * @param at as it was in the world
     * @param known as the registry held it
     */
    public CoverageMap.Asked asked(AreaId area, Instant at, Instant known) {
        Instant moment = ChangeLog.micros(at);
        TimeWindow window = new TimeWindow(moment, moment.plusMillis(MOMENT_MILLIS));
        CameraDirectory now = registry.directory();
        Map<CameraId, CameraEntry> cameras = new HashMap<>();
        Set<CameraId> hung = new HashSet<>();
        for (PointAt point : registry.allAt(moment, ChangeLog.micros(known))) {
            CameraId id = CameraId.of(point.point());
            if (point.details() != null) {
                Pose pose = point.pose();
                cameras.put(
                        id,
                        new CameraEntry(
                                id,
                                point.details(),
                                pose == null ? Pose.unknown() : pose,
                                sources(now, id, point.channel()),
                                List.of(),
                                moment));
                if (point.channel() != null) {
                    hung.add(id);
                }
            }
        }
        outages.of(hung, window).forEach((camera, times) -> {
            if (!times.isEmpty()) {
                hung.remove(camera);
            }
        });
        return new CoverageMap.Asked(
                new CameraDirectory(now.version(), cameras, areas(now, known), Map.of()),
                obstacles(window, known),
                registry.layers(known),
                area,
                hung::contains);
    }

    /** Of the channel that hung there, if it still does. */
    private static List<CameraSource> sources(CameraDirectory now, CameraId camera, @Nullable ChannelId channel) {
        return now.camera(camera)
                .filter(entry -> entry.source()
                        .filter(source -> source.channel().equals(channel))
                        .isPresent())
                .map(CameraEntry::sources)
                .orElse(List.of());
    }

    /** Borders that are today's are today's values, so that nothing is drawn anew for them. */
    private Map<AreaId, Area> areas(CameraDirectory now, Instant known) {
        Map<AreaId, Area> areas = new HashMap<>();
        registry.areas(known).forEach((id, then) -> {
            Area today = now.area(id).orElse(then);
            Shape border = today.shape();
            areas.put(
                    id,
                    border != null && Objects.equals(border, then.shape())
                            ? new Area(
                                    id,
                                    then.parent(),
                                    then.level(),
                                    then.civilCode(),
                                    then.name(),
                                    border,
                                    then.persons())
                            : then);
        });
        return areas;
    }

    private Obstacles obstacles(TimeWindow window, Instant known) {
        List<Obstacle> stood = new ArrayList<>();
        for (Obstacle each : registry.obstacles().all()) {
            if (each.stood(window, known)) {
                stood.add(new Obstacle(
                        each.id(),
                        each.kind(),
                        each.name(),
                        each.height(),
                        each.shape(),
                        each.validFrom(),
                        null,
                        each.recordedFrom(),
                        null));
            }
        }
        Obstacles before = last;
        if (before.all().equals(stood)) {
            return before;
        }
        Obstacles fresh = new Obstacles(stood);
        last = fresh;
        return fresh;
    }
}
