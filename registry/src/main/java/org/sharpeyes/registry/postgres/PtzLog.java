package org.sharpeyes.registry.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.pose.Preset;
import org.sharpeyes.registry.pose.PtzPosition;

/** Presets of PTZ cameras, and where they really looked. Thread-safe; blocks. */
public final class PtzLog {
    private static final int MAX_PRESETS = 300;
    private static final int MAX_POSITIONS = 10_000;

    private final Registry registry;

    public PtzLog(Registry registry) {
        this.registry = registry;
    }

    /** Notes where the camera looks from a moment on. The same moment again replaces what was noted for it. */
    public void note(PointId point, PtzPosition position) {
        registry.jdbi().useHandle(handle -> handle.createUpdate("""
                        INSERT INTO ptz_position (point_id, at, azimuth, tilt, horizontal_angle, error)
                        VALUES (:point, :at, :azimuth, :tilt, :angle, :error)
                        ON CONFLICT (point_id, at) DO UPDATE
                        SET azimuth = :azimuth, tilt = :tilt, horizontal_angle = :angle, error = :error
                        """)
                .bind("point", point.value())
                .bind("at", ChangeLog.micros(position.at()))
                .bindByType("azimuth", position.azimuth(), Double.class)
                .bindByType("tilt", position.tilt(), Double.class)
                .bindByType("angle", position.horizontalAngle(), Double.class)
                .bind("error", position.error())
                .execute());
    }

    /** The last entry before the window and those within it, oldest first. */
    public List<PtzPosition> positions(PointId point, TimeWindow window) {
        return registry.jdbi()
                .withHandle(handle -> positions(handle, List.of(point.value()), window.from(), window.to())
                        .getOrDefault(point.value(), List.of()));
    }

    static Map<UUID, List<PtzPosition>> positions(Handle handle, Collection<UUID> points, Instant from, Instant to) {
        Map<UUID, List<PtzPosition>> found = new HashMap<>();
        handle.createQuery("""
                        SELECT p.* FROM unnest(CAST(string_to_array(:ids, ',') AS uuid[])) AS wanted (id)
                        JOIN LATERAL (
                            (SELECT * FROM ptz_position WHERE point_id = wanted.id AND at < :from
                             ORDER BY at DESC LIMIT 1)
                            UNION ALL
                            (SELECT * FROM ptz_position WHERE point_id = wanted.id AND at >= :from AND at < :to
                             ORDER BY at LIMIT :limit)
                        ) p ON true
                        ORDER BY p.at
                        """)
                .bind("ids", Rows.list(points))
                .bind("from", from)
                .bind("to", to)
                .bind("limit", MAX_POSITIONS)
                .map((row, context) -> Map.entry(
                        Rows.uuid(row, "point_id"),
                        new PtzPosition(
                                Rows.instant(row, "at"),
                                Rows.numberOrNull(row, "azimuth"),
                                Rows.numberOrNull(row, "tilt"),
                                Rows.numberOrNull(row, "horizontal_angle"),
                                row.getDouble("error"))))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }

    public List<Preset> presets(PointId point) {
        return registry.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT presets FROM ptz_preset WHERE point_id = :point AND upper_inf(recorded)")
                .bind("point", point.value())
                .map((row, context) -> Rows.presets(row.getString("presets")))
                .findOne()
                .orElse(List.of()));
    }

    /** The whole list anew; the first is home. */
    public void setPresets(PointId point, List<Preset> presets, Change change) {
        if (presets.size() > MAX_PRESETS) {
            throw new IllegalArgumentException(
                    "presets: " + presets.size() + " (expected: at most " + MAX_PRESETS + ")");
        }
        registry.writer().write(change, "set-presets", point.toString(), writing -> {
            Versions.require(writing, point);
            DeviceTable.close(writing, "ptz_preset", "point_id", point.value());
            writing.handle()
                    .createUpdate("""
                            INSERT INTO ptz_preset (point_id, presets, recorded, change_id)
                            VALUES (:point, CAST(:presets AS jsonb), tstzrange(CAST(:now AS timestamptz), NULL), :change)
                            """)
                    .bind("point", point.value())
                    .bind("presets", Rows.json(presets))
                    .bind("now", writing.recordedAt())
                    .bind("change", writing.change())
                    .execute();
            return true;
        });
    }
}
