package org.sharpeyes.alarm.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.sharpeyes.alarm.EscalationRule;
import org.sharpeyes.alarm.MaintenanceWindow;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.planning.PlannedWindow;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.IncidentId;
import org.sharpeyes.model.TimeWindow;

/** Planned work, escalation rules, and the pictures of incidents. Thread-safe; every call blocks on the database. */
public final class PostgresPlanStore {
    private final Jdbi jdbi;

    public PostgresPlanStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Windows that end after {@code moment}, in the order of their beginning. */
    public List<PlannedWindow> windowsAfter(Instant moment) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM alarm_maintenance_window WHERE to_at > :moment ORDER BY from_at, id")
                .bind("moment", PostgresAlarmStore.utc(moment))
                .map((row, context) -> new PlannedWindow(
                        row.getObject("id", UUID.class),
                        new MaintenanceWindow(
                                Subject.parse(row.getString("scope")),
                                new TimeWindow(
                                        row.getTimestamp("from_at").toInstant(),
                                        row.getTimestamp("to_at").toInstant()),
                                row.getString("reason")),
                        PlannedWindow.Source.valueOf(row.getString("source")),
                        row.getString("origin"),
                        row.getString("created_by")))
                .list());
    }

    /**
     * Adds all in one transaction.
     *
     * @return how many were new; those of a known origin stay as they are
     */
    public int add(List<PlannedWindow> windows) {
        return jdbi.inTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO alarm_maintenance_window (id, scope, from_at, to_at, reason, source, origin, created_by)
                    VALUES (:id, :scope, :from, :to, :reason, :source, :origin, :createdBy)
                    ON CONFLICT (origin) DO NOTHING
                    """);
            for (PlannedWindow planned : windows) {
                MaintenanceWindow window = planned.window();
                batch.bind("id", planned.id())
                        .bind("scope", window.scope().key())
                        .bind("from", PostgresAlarmStore.utc(window.when().from()))
                        .bind("to", PostgresAlarmStore.utc(window.when().to()))
                        .bind("reason", window.reason())
                        .bind("source", planned.source().name())
                        .bind("origin", planned.origin())
                        .bind("createdBy", planned.createdBy())
                        .add();
            }
            return windows.isEmpty() ? 0 : Arrays.stream(batch.execute()).sum();
        });
    }

    public boolean remove(UUID window) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM alarm_maintenance_window WHERE id = ?", window))
                > 0;
    }

    public List<EscalationRule> escalationRules() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM alarm_escalation_rule ORDER BY area")
                .map((row, context) -> new EscalationRule(
                        new AreaId(row.getObject("area", UUID.class)),
                        Duration.ofSeconds(row.getLong("after_seconds")),
                        List.of((String[]) row.getArray("persons").getArray())))
                .list());
    }

    public void put(EscalationRule rule) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO alarm_escalation_rule (area, after_seconds, persons) VALUES (:area, :after, :persons)
                        ON CONFLICT (area) DO UPDATE SET after_seconds = excluded.after_seconds, persons = excluded.persons
                        """)
                .bind("area", rule.area().value())
                .bind("after", rule.after().toSeconds())
                .bindArray("persons", String.class, rule.persons())
                .execute());
    }

    public boolean removeRule(AreaId area) {
        return jdbi.withHandle(
                        handle -> handle.execute("DELETE FROM alarm_escalation_rule WHERE area = ?", area.value()))
                > 0;
    }

    public void addPicture(UUID picture, IncidentId incident, byte[] jpeg, String by, Instant at) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO alarm_incident_picture (id, incident, jpeg, added_by, at) VALUES (?, ?, ?, ?, ?)",
                picture,
                incident.value(),
                jpeg,
                by,
                PostgresAlarmStore.utc(at)));
    }

    /** Takes a picture back that did not come into the history. */
    public void dropPicture(UUID picture) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM alarm_incident_picture WHERE id = ?", picture));
    }

    public long pictures(IncidentId incident) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM alarm_incident_picture WHERE incident = :incident")
                        .bind("incident", incident.value())
                        .mapTo(Long.class)
                        .one());
    }

    public Optional<byte[]> picture(IncidentId incident, UUID picture) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT jpeg FROM alarm_incident_picture WHERE id = :id AND incident = :incident")
                .bind("id", picture)
                .bind("incident", incident.value())
                .mapTo(byte[].class)
                .findOne());
    }
}
