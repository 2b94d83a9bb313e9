package org.sharpeyes.desk.postgres;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.model.CameraId;

/** Guard positions of cameras that move, and which are away from theirs, in PostgreSQL. Thread-safe; blocks. */
public final class PostgresGuards {
    private final Jdbi jdbi;

    public PostgresGuards(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Token of the preset that the camera goes back to. */
    public Optional<String> guard(CameraId camera) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT preset FROM desk_ptz_guard WHERE camera = :camera")
                .bind("camera", camera.value())
                .mapTo(String.class)
                .findOne());
    }

    public void set(CameraId camera, String preset, String by, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO desk_ptz_guard (camera, preset, set_by, set_at) VALUES (:camera, :preset, :by, :at)
                        ON CONFLICT (camera) DO UPDATE SET preset = excluded.preset, set_by = excluded.set_by,
                            set_at = excluded.set_at
                        """)
                .bind("camera", camera.value())
                .bind("preset", preset)
                .bind("by", by)
                .bind("at", Rows.stamp(at))
                .execute());
    }

    public void clear(CameraId camera) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM desk_ptz_guard WHERE camera = ?", camera.value()));
    }

    /** Somebody moved it: it is away until it is seen at its guard position. */
    public void left(CameraId camera, String by, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO desk_ptz_away (camera, since, by) VALUES (:camera, :at, :by)
                        ON CONFLICT (camera) DO NOTHING
                        """)
                .bind("camera", camera.value())
                .bind("by", by)
                .bind("at", Rows.stamp(at))
                .execute());
    }

    public void returned(CameraId camera) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM desk_ptz_away WHERE camera = ?", camera.value()));
    }

    public Set<CameraId> away() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT camera FROM desk_ptz_away").mapTo(UUID.class).stream()
                        .map(CameraId::new)
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
