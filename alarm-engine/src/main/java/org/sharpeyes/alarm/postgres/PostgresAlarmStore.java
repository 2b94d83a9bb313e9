package org.sharpeyes.alarm.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmInput;
import org.sharpeyes.alarm.feed.FeedEvent;
import org.sharpeyes.alarm.incident.HistoryEntry;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.IncidentState;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.runtime.AlarmJournal;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.IncidentId;

/** Thread-safe; every call blocks on the database. */
public final class PostgresAlarmStore implements AlarmJournal {
    /** One writer at a time, so that the ids of events become visible in their order and a cursor skips none. */
    private static final long WRITER_LOCK = 0x5EA1A12L;

    private final Jdbi jdbi;

    public PostgresAlarmStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public AlarmInput.Restored restore(Instant closedSince) {
        return jdbi.withHandle(handle -> {
            List<AlarmInput.KnownCamera> cameras = handle.createQuery(
                            "SELECT camera, state, since, because, last_good FROM alarm_camera_state ORDER BY camera")
                    .map((row, context) -> new AlarmInput.KnownCamera(
                            new CameraId(row.getObject("camera", UUID.class)),
                            CameraState.valueOf(row.getString("state")),
                            instant(row, "since"),
                            row.getString("because"),
                            nullableInstant(row, "last_good")))
                    .list();
            List<Incident> incidents = incidents(handle, """
                    SELECT * FROM alarm_incident
                    WHERE state <> 'CLOSED' OR closed_at >= :since
                    ORDER BY raised_at, id
                    """, Map.of("since", utc(closedSince)));
            return new AlarmInput.Restored(cameras, incidents);
        });
    }

    @Override
    public void write(List<Numbered> effects) {
        jdbi.useTransaction(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(?)", WRITER_LOCK);
            Set<UUID> written = alreadyWritten(handle, effects);
            List<Numbered> fresh = effects.stream()
                    .filter(numbered -> !written.contains(numbered.event()))
                    .toList();
            StateTable.write(handle, fresh);
            writeIncidents(handle, fresh);
            writeEvents(handle, fresh);
        });
    }

    private static Set<UUID> alreadyWritten(Handle handle, List<Numbered> effects) {
        UUID[] ids = effects.stream().map(Numbered::event).toArray(UUID[]::new);
        return new LinkedHashSet<>(handle.createQuery("SELECT event FROM alarm_event WHERE event = ANY(:ids)")
                .bind("ids", uuids(ids))
                .mapTo(UUID.class)
                .list());
    }

    private static void writeIncidents(Handle handle, List<Numbered> effects) {
        List<AlarmEffect.IncidentChanged> changes = new ArrayList<>();
        Map<IncidentId, Incident> newest = new java.util.LinkedHashMap<>();
        for (Numbered numbered : effects) {
            if (numbered.effect() instanceof AlarmEffect.IncidentChanged changed) {
                changes.add(changed);
                newest.put(changed.incident().id(), changed.incident());
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        // First without parents: a child may stand before its parent in the batch.
        PreparedBatch incidents = handle.prepareBatch("""
                INSERT INTO alarm_incident (id, version, kind, subject, priority, state, cause, flapping, reopened,
                    escalation, acknowledged_by, assignee, raised_at, resolved_at, closed_at)
                VALUES (:id, :version, :kind, :subject, :priority, :state, :cause, :flapping, :reopened,
                    :escalation, :acknowledgedBy, :assignee, :raisedAt, :resolvedAt, :closedAt)
                ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state,
                    priority = excluded.priority, escalation = excluded.escalation, cause = excluded.cause, flapping = excluded.flapping, reopened = excluded.reopened,
                    acknowledged_by = excluded.acknowledged_by, assignee = excluded.assignee,
                    raised_at = excluded.raised_at, resolved_at = excluded.resolved_at, closed_at = excluded.closed_at
                """);
        PreparedBatch parents =
                handle.prepareBatch("UPDATE alarm_incident SET parent = CAST(:parent AS uuid) WHERE id = :id");
        for (Incident incident : newest.values()) {
            incidents
                    .bind("id", incident.id().value())
                    .bind("version", incident.version())
                    .bind("kind", incident.kind().name())
                    .bind("subject", incident.subject().key())
                    .bind("priority", incident.priority().name())
                    .bind("escalation", incident.escalation())
                    .bind("state", incident.state().name())
                    .bind("cause", incident.cause())
                    .bind("flapping", incident.flapping())
                    .bind("reopened", incident.reopened())
                    .bind("acknowledgedBy", incident.acknowledgedBy())
                    .bind("assignee", incident.assignee())
                    .bind("raisedAt", utc(incident.raisedAt()))
                    .bind("resolvedAt", nullableUtc(incident.resolvedAt()))
                    .bind("closedAt", nullableUtc(incident.closedAt()))
                    .add();
            IncidentId parent = incident.parent();
            parents.bind("id", incident.id().value())
                    .bind("parent", parent == null ? null : parent.value())
                    .add();
        }
        incidents.execute();
        parents.execute();
        PreparedBatch history = handle.prepareBatch("""
                INSERT INTO alarm_incident_history (incident, version, what, actor, note, at)
                VALUES (:incident, :version, :what, :actor, :note, :at)
                """);
        for (AlarmEffect.IncidentChanged change : changes) {
            HistoryEntry entry = change.entry();
            if (entry.what() == HistoryEntry.What.REOPENED) {
                // The incident is about those lost now; the history keeps whom it was about before.
                handle.execute(
                        "DELETE FROM alarm_incident_camera WHERE incident = ?",
                        entry.incident().value());
            }
            if (!change.joined().isEmpty()) {
                handle.createUpdate("""
                                INSERT INTO alarm_incident_camera (incident, camera)
                                SELECT :incident, unnest(:cameras) ON CONFLICT DO NOTHING
                                """)
                        .bind("incident", entry.incident().value())
                        .bind("cameras", uuids(ids(change.joined())))
                        .execute();
            }
            history.bind("incident", entry.incident().value())
                    .bind("version", entry.version())
                    .bind("what", entry.what().name())
                    .bind("actor", entry.actor())
                    .bind("note", entry.note())
                    .bind("at", utc(entry.at()))
                    .add();
        }
        history.execute();
    }

    private static void writeEvents(Handle handle, List<Numbered> effects) {
        if (effects.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO alarm_event (event, topic, subject, version, what, state, kind, priority, cause, actor, note, parent,
                    tell, cameras, at)
                VALUES (:event, :topic, :subject, :version, :what, :state, :kind, :priority, :cause, :actor, :note, CAST(:parent AS uuid),
                    :tell, :cameras, :at)
                """);
        for (Numbered numbered : effects) {
            batch.bind("event", numbered.event());
            if (numbered.effect() instanceof AlarmEffect.CameraStateChanged changed) {
                batch.bind("topic", FeedEvent.CAMERA_STATE)
                        .bind("subject", changed.camera().value())
                        .bind("version", 0)
                        .bind("what", changed.from().name())
                        .bind("state", changed.to().name())
                        .bind("kind", "")
                        .bind("priority", Priority.LOW.name())
                        .bind("cause", changed.because())
                        .bind("actor", HistoryEntry.ENGINE)
                        .bind("note", "")
                        .bind("parent", (UUID) null)
                        .bind("tell", false)
                        .bind("cameras", uuids(changed.camera().value()))
                        .bind("at", utc(changed.at()));
            } else if (numbered.effect() instanceof AlarmEffect.IncidentChanged changed) {
                Incident incident = changed.incident();
                HistoryEntry entry = changed.entry();
                IncidentId parent = incident.parent();
                Collection<CameraId> cameras =
                        entry.what() == HistoryEntry.What.CAMERAS_JOINED ? changed.joined() : incident.cameras();
                batch.bind("topic", FeedEvent.INCIDENT)
                        .bind("subject", incident.id().value())
                        .bind("version", incident.version())
                        .bind("what", entry.what().name())
                        .bind("state", incident.state().name())
                        .bind("kind", incident.kind().name())
                        .bind("priority", incident.priority().name())
                        .bind("cause", incident.cause())
                        .bind("actor", entry.actor())
                        .bind("note", entry.note())
                        .bind("parent", parent == null ? null : parent.value())
                        .bind("tell", changed.tell())
                        .bind("cameras", uuids(ids(cameras)))
                        .bind("at", utc(entry.at()));
            } else {
                throw new IllegalStateException("not kept: " + numbered.effect());
            }
            batch.add();
        }
        batch.execute();
        UUID[] ids = effects.stream().map(Numbered::event).toArray(UUID[]::new);
        handle.createUpdate("""
                        INSERT INTO alarm_delivery (channel, event, incident, state, next_at)
                        SELECT c.id, e.id, e.subject, 'PENDING', now()
                        FROM alarm_event e CROSS JOIN alarm_channel c
                        WHERE e.event = ANY(:ids) AND e.tell AND alarm_rank(e.priority) <= c.least_rank
                        """).bind("ids", uuids(ids)).execute();
    }

    /**
     * Newest first.
     *
     * @param onlyOpen leaves closed ones out
     * @param before gives those raised before this incident in that order; {@code null} for the first
     */
    public List<Incident> list(boolean onlyOpen, @Nullable IncidentId before, int limit) {
        return jdbi.withHandle(handle -> incidents(
                handle,
                """
                SELECT i.* FROM alarm_incident i
                WHERE (NOT :onlyOpen OR i.state <> 'CLOSED')
                  AND (CAST(:before AS uuid) IS NULL
                       OR (i.raised_at, i.id) < (SELECT b.raised_at, b.id FROM alarm_incident b WHERE b.id = :before))
                ORDER BY i.raised_at DESC, i.id DESC
                LIMIT :limit
                """,
                mapOf("onlyOpen", onlyOpen, "before", before == null ? null : before.value(), "limit", limit)));
    }

    public Optional<Incident> find(IncidentId id) {
        return jdbi
                .withHandle(handle ->
                        incidents(handle, "SELECT * FROM alarm_incident WHERE id = :id", Map.of("id", id.value())))
                .stream()
                .findFirst();
    }

    /** Oldest first. */
    public List<HistoryEntry> history(IncidentId id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM alarm_incident_history WHERE incident = :id ORDER BY version")
                .bind("id", id.value())
                .map((row, context) -> new HistoryEntry(
                        new IncidentId(row.getObject("incident", UUID.class)),
                        row.getInt("version"),
                        HistoryEntry.What.valueOf(row.getString("what")),
                        row.getString("actor"),
                        row.getString("note"),
                        instant(row, "at")))
                .list());
    }

    /** Incidents that name this camera, newest first. */
    public List<Incident> ofCamera(CameraId camera, int limit) {
        return jdbi.withHandle(handle -> incidents(handle, """
                SELECT i.* FROM alarm_incident i JOIN alarm_incident_camera c ON c.incident = i.id
                WHERE c.camera = :camera ORDER BY i.raised_at DESC LIMIT :limit
                """, Map.of("camera", camera.value(), "limit", limit)));
    }

    /** The place after the newest event. */
    public long newestCursor() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT coalesce(max(id), 0) FROM alarm_event")
                .mapTo(Long.class)
                .one());
    }

    /** Events after the cursor, in order. */
    public List<FeedEvent> eventsAfter(long cursor, int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM alarm_event WHERE id > :cursor ORDER BY id LIMIT :limit")
                        .bind("cursor", cursor)
                        .bind("limit", limit)
                        .map((row, context) -> event(row))
                        .list());
    }

    /** Deletes events that nobody has still to be told of. */
    public int forgetEventsBefore(Instant moment) {
        return jdbi.withHandle(
                handle -> handle.createUpdate("""
                        DELETE FROM alarm_event e WHERE e.at < :moment
                          AND NOT EXISTS (SELECT 1 FROM alarm_delivery d WHERE d.event = e.id AND d.state <> 'DELIVERED')
                        """).bind("moment", utc(moment)).execute());
    }

    static FeedEvent event(ResultSet row) throws SQLException {
        List<CameraId> cameras = new ArrayList<>();
        for (UUID camera : (UUID[]) row.getArray("cameras").getArray()) {
            cameras.add(new CameraId(camera));
        }
        return new FeedEvent(
                row.getLong("id"),
                row.getObject("event", UUID.class),
                row.getString("topic"),
                row.getObject("subject", UUID.class),
                row.getInt("version"),
                row.getString("what"),
                row.getString("state"),
                row.getString("kind"),
                Priority.valueOf(row.getString("priority")),
                row.getString("cause"),
                row.getString("actor"),
                row.getString("note"),
                row.getObject("parent", UUID.class),
                row.getBoolean("tell"),
                cameras,
                instant(row, "at"));
    }

    private static List<Incident> incidents(Handle handle, String sql, Map<String, ?> binds) {
        Map<UUID, Set<CameraId>> cameras = new HashMap<>();
        List<Incident> bare = handle.createQuery(sql)
                .bindMap(binds)
                .map((row, context) -> incident(row, Set.of()))
                .list();
        UUID[] ids = bare.stream().map(incident -> incident.id().value()).toArray(UUID[]::new);
        handle.createQuery("SELECT incident, camera FROM alarm_incident_camera WHERE incident = ANY(:ids)")
                .bind("ids", uuids(ids))
                .map((row, context) -> cameras.computeIfAbsent(
                                row.getObject("incident", UUID.class), none -> new LinkedHashSet<>())
                        .add(new CameraId(row.getObject("camera", UUID.class))))
                .list();
        return bare.stream()
                .map(incident ->
                        incident.withCameras(cameras.getOrDefault(incident.id().value(), Set.of())))
                .toList();
    }

    private static Incident incident(ResultSet row, Set<CameraId> cameras) throws SQLException {
        UUID parent = row.getObject("parent", UUID.class);
        return new Incident(
                new IncidentId(row.getObject("id", UUID.class)),
                row.getInt("version"),
                IncidentKind.valueOf(row.getString("kind")),
                Subject.parse(row.getString("subject")),
                Priority.valueOf(row.getString("priority")),
                IncidentState.valueOf(row.getString("state")),
                row.getString("cause"),
                cameras,
                parent == null ? null : new IncidentId(parent),
                row.getBoolean("flapping"),
                row.getInt("reopened"),
                row.getInt("escalation"),
                row.getString("acknowledged_by"),
                row.getString("assignee"),
                instant(row, "raised_at"),
                nullableInstant(row, "resolved_at"),
                nullableInstant(row, "closed_at"));
    }

    private static Map<String, @Nullable Object> mapOf(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    private static UUID[] ids(Collection<CameraId> cameras) {
        return cameras.stream().map(CameraId::value).toArray(UUID[]::new);
    }

    static Argument uuids(UUID... ids) {
        return (position, statement, context) ->
                statement.setArray(position, statement.getConnection().createArrayOf("uuid", ids));
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime nullableUtc(@Nullable Instant instant) {
        return instant == null ? null : utc(instant);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
