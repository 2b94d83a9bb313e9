package org.sharpeyes.desk.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.desk.patrol.Look;
import org.sharpeyes.model.CameraId;

/** Who looked at which camera on which day, in PostgreSQL. Thread-safe; blocks. */
public final class PostgresLooks {
    private final Jdbi jdbi;

    public PostgresLooks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void looked(LocalDate day, CameraId camera, String by, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO desk_look AS old (day, camera, by, first_at, last_at, looks)
                        VALUES (:day, :camera, :by, :at, :at, 1)
                        ON CONFLICT (day, camera, by) DO UPDATE SET last_at = excluded.last_at, looks = old.looks + 1
                        """)
                .bind("day", day)
                .bind("camera", camera.value())
                .bind("by", by)
                .bind("at", Rows.stamp(at))
                .execute());
    }

    public List<Look> looks(LocalDate day) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM desk_look WHERE day = :day ORDER BY first_at")
                        .bind("day", day)
                        .map((row, context) -> new Look(
                                new CameraId(row.getObject("camera", UUID.class)),
                                row.getString("by"),
                                Rows.instant(row, "first_at"),
                                Rows.instant(row, "last_at"),
                                row.getInt("looks")))
                        .list());
    }
}
