package org.sharpeyes.alarm.postgres;

import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.alarm.delivery.Webhook;
import org.sharpeyes.alarm.delivery.WebhookStore;
import org.sharpeyes.model.UserId;

/** Thread-safe; every call blocks on the database. Secrets are sealed before they are stored. */
public final class PostgresWebhookStore implements WebhookStore {
    /** Encrypts secrets with a key that is not in the database. */
    public interface Seal {
        byte[] close(String secret);

        String open(byte[] sealed);
    }

    private final Jdbi jdbi;
    private final Seal seal;

    public PostgresWebhookStore(Jdbi jdbi, Seal seal) {
        this.jdbi = jdbi;
        this.seal = seal;
    }

    @Override
    public List<Webhook> webhooks() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM alarm_webhook ORDER BY created_at, id")
                .map((row, context) -> new Webhook(
                        row.getObject("id", UUID.class),
                        URI.create(row.getString("url")),
                        seal.open(row.getBytes("secret")),
                        new UserId(row.getObject("owner", UUID.class)),
                        row.getTimestamp("created_at").toInstant()))
                .list());
    }

    @Override
    public void add(Webhook webhook) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO alarm_webhook (id, url, secret, owner, created_at)
                        VALUES (:id, :url, :secret, :owner, :createdAt)
                        """)
                .bind("id", webhook.id())
                .bind("url", webhook.url().toASCIIString())
                .bind("secret", seal.close(webhook.secret()))
                .bind("owner", webhook.owner().value())
                .bind("createdAt", PostgresAlarmStore.utc(webhook.createdAt()))
                .execute());
    }

    @Override
    public boolean remove(UUID webhook) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM alarm_webhook WHERE id = ?", webhook)) > 0;
    }

    @Override
    public List<Due> due(UUID webhook, Instant now, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT d.attempts, e.* FROM alarm_delivery d JOIN alarm_event e ON e.id = d.event
                        WHERE d.webhook = :webhook AND d.state = 'PENDING' AND d.next_at <= :now
                          AND NOT EXISTS (SELECT 1 FROM alarm_delivery p
                                          WHERE p.webhook = d.webhook AND p.incident = d.incident
                                            AND p.state = 'PENDING' AND p.event < d.event)
                        ORDER BY d.event LIMIT :limit
                        """)
                .bind("webhook", webhook)
                .bind("now", PostgresAlarmStore.utc(now))
                .bind("limit", limit)
                .map((row, context) -> new Due(PostgresAlarmStore.event(row), row.getInt("attempts")))
                .list());
    }

    @Override
    public void delivered(UUID webhook, long cursor, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE alarm_delivery SET state = 'DELIVERED', settled_at = :at, attempts = attempts + 1
                        WHERE webhook = :webhook AND event = :event
                        """)
                .bind("webhook", webhook)
                .bind("event", cursor)
                .bind("at", PostgresAlarmStore.utc(at))
                .execute());
    }

    @Override
    public void failed(UUID webhook, long cursor, String error, Instant nextAt) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE alarm_delivery SET attempts = attempts + 1, next_at = :nextAt, last_error = :error
                        WHERE webhook = :webhook AND event = :event
                        """)
                .bind("webhook", webhook)
                .bind("event", cursor)
                .bind("error", error)
                .bind("nextAt", PostgresAlarmStore.utc(nextAt))
                .execute());
    }

    @Override
    public void gaveUp(UUID webhook, long cursor, String error, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE alarm_delivery SET state = 'DEAD', attempts = attempts + 1, last_error = :error,
                            settled_at = :at
                        WHERE webhook = :webhook AND event = :event
                        """)
                .bind("webhook", webhook)
                .bind("event", cursor)
                .bind("error", error)
                .bind("at", PostgresAlarmStore.utc(at))
                .execute());
    }

    @Override
    public Backlog backlog(UUID webhook) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FILTER (WHERE state = 'PENDING') AS pending,
                               count(*) FILTER (WHERE state = 'DEAD') AS dead,
                               count(*) FILTER (WHERE state = 'DELIVERED') AS delivered
                        FROM alarm_delivery WHERE webhook = :webhook
                        """)
                .bind("webhook", webhook)
                .map((row, context) ->
                        new Backlog(row.getLong("pending"), row.getLong("dead"), row.getLong("delivered")))
                .one());
    }

    @Override
    public List<DeadLetter> deadLetters(UUID webhook, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT d.attempts, d.last_error, d.settled_at, e.*
                        FROM alarm_delivery d JOIN alarm_event e ON e.id = d.event
                        WHERE d.webhook = :webhook AND d.state = 'DEAD' ORDER BY d.event DESC LIMIT :limit
                        """)
                .bind("webhook", webhook)
                .bind("limit", limit)
                .map((row, context) -> {
                    Timestamp settled = row.getTimestamp("settled_at");
                    return new DeadLetter(
                            webhook,
                            PostgresAlarmStore.event(row),
                            row.getInt("attempts"),
                            row.getString("last_error"),
                            settled == null ? null : settled.toInstant());
                })
                .list());
    }
}
