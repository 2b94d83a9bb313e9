package org.sharpeyes.access.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.model.CameraId;

/**
 * How complete the register is, counted over everyday looks alone: what police ask for, hold, watch and export is in no
 * count that others see. Thread-safe; blocks on the database.
 */
public final class PostgresRegisterFigures {
    /** Actions that a duty desk, a technician or a grid worker leaves behind. */
    private static final List<String> EVERYDAY = List.of("VIEW_LIVE", "VIEW_SNAPSHOT", "CONTROL_PTZ", "TALK");

    private final Jdbi jdbi;

    public PostgresRegisterFigures(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param records of one camera in the period
     * @param complete of them those that name person, address and right, and follow the record before them in the chain
     */
    public record Completeness(CameraId camera, long records, long complete) {}

    /** Cameras without a record in {@code [from, to)} are missing. */
    public List<Completeness> completeness(Collection<CameraId> cameras, Instant from, Instant to) {
        UUID[] ids = cameras.stream().map(CameraId::value).toArray(UUID[]::new);
        String[] actions = EVERYDAY.toArray(String[]::new);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH looks AS (
                            SELECT r.camera_id, r.sequence, r.previous, CAST(r.payload AS jsonb) AS facts
                            FROM access_record r
                            WHERE r.at >= :from AND r.at < :to AND r.camera_id = ANY(:ids) AND r.action = ANY(:actions)
                        )
                        SELECT l.camera_id, count(*) AS records,
                               count(*) FILTER (WHERE l.facts ->> 'username' <> '' AND l.facts ->> 'client' <> ''
                                   AND l.facts ->> 'rule' <> ''
                                   AND (l.sequence = 1 OR p.hash = l.previous)) AS complete
                        FROM looks l LEFT JOIN access_record p ON p.sequence = l.sequence - 1
                        GROUP BY l.camera_id
                        """)
                .bindArray("ids", UUID.class, (Object[]) ids)
                .bindArray("actions", String.class, (Object[]) actions)
                .bind("from", Timestamp.from(from))
                .bind("to", Timestamp.from(to))
                .map((row, context) -> new Completeness(
                        new CameraId(row.getObject("camera_id", UUID.class)),
                        row.getLong("records"),
                        row.getLong("complete")))
                .list());
    }
}
