package org.sharpeyes.alarm.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.figures.Availability;
import org.sharpeyes.alarm.figures.ClockDrift;
import org.sharpeyes.model.CameraId;

/** Figures from what was stored. Thread-safe; every call blocks on the database. */
public final class PostgresFigures {
    private final Jdbi jdbi;

    public PostgresFigures(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** How long each camera was what; those of which nothing is known in the period are missing. */
    public List<Availability> availability(Collection<CameraId> cameras, Instant from, Instant to) {
        UUID[] ids = cameras.stream().map(CameraId::value).toArray(UUID[]::new);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH spans AS (
                            SELECT c.camera, c.state,
                                   greatest(c.at, :from) AS start,
                                   least(coalesce(lead(c.at) OVER (PARTITION BY c.camera ORDER BY c.at, c.id), :to), :to) AS stop
                            FROM alarm_state_change c WHERE c.camera = ANY(:ids)
                        ), states AS (
                            SELECT camera,
                                   coalesce(sum(extract(epoch FROM stop - start)) FILTER (WHERE state = 'UP'), 0) AS up,
                                   coalesce(sum(extract(epoch FROM stop - start)) FILTER (WHERE state = 'DOWN'), 0) AS down
                            FROM spans WHERE stop > start GROUP BY camera
                        ), faults AS (
                            SELECT k.camera, range_agg(tstzrange(greatest(i.raised_at, :from),
                                                                 least(coalesce(i.closed_at, :to), :to))) AS bad
                            FROM alarm_incident i JOIN alarm_incident_camera k ON k.incident = i.id
                            WHERE k.camera = ANY(:ids) AND i.raised_at < :to
                              AND coalesce(i.closed_at, :to) > greatest(i.raised_at, :from)
                              AND i.kind IN ('PICTURE_BAD', 'CLOCK_DRIFT', 'WRONG_PASSWORD', 'ONVIF_SILENT', 'NOT_RECORDING')
                            GROUP BY k.camera
                        )
                        SELECT s.camera, s.up, s.down,
                               coalesce((SELECT sum(extract(epoch FROM upper(r) - lower(r))) FROM unnest(f.bad) r), 0) AS fault
                        FROM states s LEFT JOIN faults f ON f.camera = s.camera
                        """)
                .bind("ids", PostgresAlarmStore.uuids(ids))
                .bind("from", PostgresAlarmStore.utc(from))
                .bind("to", PostgresAlarmStore.utc(to))
                .map((row, context) -> new Availability(
                        new CameraId(row.getObject("camera", UUID.class)),
                        row.getDouble("up"),
                        row.getDouble("down"),
                        row.getDouble("fault")))
                .list());
    }

    /**
     * One incident's times.
     *
     * @param acknowledgedAt by whoever was first
     */
    public record Handled(
            List<CameraId> cameras,
            Instant raisedAt,
            @Nullable Instant acknowledgedAt,
            @Nullable Instant closedAt) {}

    /** Incidents raised in the period that were not part of a wider one. */
    public List<Handled> handled(Instant from, Instant to) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT i.raised_at, i.closed_at,
                               (SELECT min(h.at) FROM alarm_incident_history h
                                WHERE h.incident = i.id AND h.what IN ('ACKNOWLEDGED', 'ASSIGNED') AND h.at >= i.raised_at)
                                   AS acknowledged_at,
                               array(SELECT k.camera FROM alarm_incident_camera k WHERE k.incident = i.id) AS cameras
                        FROM alarm_incident i
                        WHERE i.raised_at >= :from AND i.raised_at < :to AND i.parent IS NULL
                        """)
                .bind("from", PostgresAlarmStore.utc(from))
                .bind("to", PostgresAlarmStore.utc(to))
                .map((row, context) -> {
                    List<CameraId> cameras = new ArrayList<>();
                    for (UUID camera : (UUID[]) row.getArray("cameras").getArray()) {
                        cameras.add(new CameraId(camera));
                    }
                    return new Handled(
                            cameras,
                            row.getTimestamp("raised_at").toInstant(),
                            PostgresAlarmStore.nullableInstant(row, "acknowledged_at"),
                            PostgresAlarmStore.nullableInstant(row, "closed_at"));
                })
                .list());
    }

    /** A hard state that a camera came into. */
    public record StateChange(Instant at, String state, String because) {}

    /** Newest first. */
    public List<StateChange> states(CameraId camera, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT at, state, because FROM alarm_state_change WHERE camera = :camera
                        ORDER BY at DESC, id DESC LIMIT :limit
                        """)
                .bind("camera", camera.value())
                .bind("limit", limit)
                .map((row, context) -> new StateChange(
                        row.getTimestamp("at").toInstant(), row.getString("state"), row.getString("because")))
                .list());
    }

    /** @param offsets by camera, all measured about {@code at} */
    public void addClockSamples(Map<CameraId, Double> offsets, Instant at) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO alarm_clock_sample (camera, at, offset_ms) VALUES (:camera, :at, :offset)
                    ON CONFLICT DO NOTHING
                    """);
            offsets.forEach((camera, seconds) -> batch.bind("camera", camera.value())
                    .bind("at", PostgresAlarmStore.utc(at))
                    .bind("offset", Math.round(seconds * 1000))
                    .add());
            if (!offsets.isEmpty()) {
                batch.execute();
            }
        });
    }

    /** Oldest first. */
    public List<ClockDrift.Sample> clockSamples(CameraId camera, Instant since) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT at, offset_ms FROM alarm_clock_sample WHERE camera = :camera AND at >= :since ORDER BY at")
                .bind("camera", camera.value())
                .bind("since", PostgresAlarmStore.utc(since))
                .map((row, context) ->
                        new ClockDrift.Sample(row.getTimestamp("at").toInstant(), row.getLong("offset_ms") / 1000.0))
                .list());
    }

    public int forgetClockSamplesBefore(Instant moment) {
        return jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM alarm_clock_sample WHERE at < :moment")
                .bind("moment", PostgresAlarmStore.utc(moment))
                .execute());
    }
}
