package org.sharpeyes.recording.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.sharpeyes.model.StreamKey;

/** One row per camera and day: what there is of it, wherever its segments lie. Thread-safe; blocks. */
public final class PostgresDays {
    /**
     * A day (UTC) of one stream.
     *
     * @param missingSeconds of the day up to now that are not recorded, planned or not
     * @param volumes ids of those that hold any of it, separated by spaces
     */
    public record Day(
            StreamKey stream,
            LocalDate day,
            int recordedSeconds,
            int missingSeconds,
            String volumes,
            Instant updatedAt) {}

    private final Jdbi jdbi;

    public PostgresDays(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void put(List<Day> days) {
        if (days.isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO recording_day
                      (camera_id, profile, day, recorded_seconds, missing_seconds, volumes, updated_at)
                    VALUES (:camera, :profile, :day, :recorded, :missing, :volumes, :at)
                    ON CONFLICT (camera_id, profile, day) DO UPDATE SET recorded_seconds = excluded.recorded_seconds,
                      missing_seconds = excluded.missing_seconds, volumes = excluded.volumes,
                      updated_at = excluded.updated_at
                    """);
            for (Day day : days) {
                batch.bind("camera", day.stream().camera().value())
                        .bind("profile", day.stream().profile().text())
                        .bind("day", day.day())
                        .bind("recorded", day.recordedSeconds())
                        .bind("missing", day.missingSeconds())
                        .bind("volumes", day.volumes())
                        .bind("at", day.updatedAt())
                        .add();
            }
            batch.execute();
        });
    }
}
