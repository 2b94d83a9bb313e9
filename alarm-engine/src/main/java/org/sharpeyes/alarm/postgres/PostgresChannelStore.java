package org.sharpeyes.alarm.postgres;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.delivery.Channel;
import org.sharpeyes.alarm.delivery.ChannelRules;
import org.sharpeyes.alarm.delivery.ChannelStore;
import org.sharpeyes.alarm.delivery.QuietHours;
import org.sharpeyes.alarm.delivery.Target;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.model.UserId;

/** Thread-safe; every call blocks on the database. Secrets are sealed before they are stored. */
public final class PostgresChannelStore implements ChannelStore {
    /** Encrypts secrets with a key that is not in the database. */
    public interface Seal {
        byte[] close(String secret);

        String open(byte[] sealed);
    }

    private final Jdbi jdbi;
    private final Seal seal;

    public PostgresChannelStore(Jdbi jdbi, Seal seal) {
        this.jdbi = jdbi;
        this.seal = seal;
    }

    @Override
    public List<Channel> channels() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM alarm_channel ORDER BY created_at, id")
                .map((row, context) -> channel(row))
                .list());
    }

    private Channel channel(ResultSet row) throws SQLException {
        return new Channel(
                row.getObject("id", UUID.class),
                row.getString("name"),
                target(row),
                new ChannelRules(
                        Priority.values()[row.getInt("least_rank")],
                        quiet(row),
                        Duration.ofSeconds(row.getInt("digest_seconds")),
                        row.getObject("second", UUID.class),
                        Duration.ofSeconds(row.getInt("second_after_seconds"))),
                new UserId(row.getObject("owner", UUID.class)),
                row.getTimestamp("created_at").toInstant());
    }

    private Target target(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        String address = row.getString("address");
        byte[] sealed = row.getBytes("secret");
        String secret = sealed == null ? null : seal.open(sealed);
        return switch (kind) {
            case "WEBHOOK" -> new Target.Webhook(URI.create(address), secret == null ? "" : secret);
            case "MQTT" ->
                new Target.Mqtt(URI.create(address), row.getString("topic"), row.getString("username"), secret);
            case "EMAIL" -> new Target.Email(List.of(address.split(",", -1)));
            default -> throw new IllegalStateException("kind of channel: " + kind);
        };
    }

    private static @Nullable QuietHours quiet(ResultSet row) throws SQLException {
        LocalTime from = row.getObject("quiet_from", LocalTime.class);
        return from == null
                ? null
                : new QuietHours(
                        from, row.getObject("quiet_to", LocalTime.class), ZoneId.of(row.getString("quiet_zone")));
    }

    @Override
    public void add(Channel channel) {
        String kind;
        String address;
        String topic = null;
        String username = null;
        String secret = null;
        if (channel.target() instanceof Target.Webhook webhook) {
            kind = "WEBHOOK";
            address = webhook.url().toASCIIString();
            secret = webhook.secret();
        } else if (channel.target() instanceof Target.Mqtt mqtt) {
            kind = "MQTT";
            address = mqtt.url().toASCIIString();
            topic = mqtt.topic();
            username = mqtt.username();
            secret = mqtt.password();
        } else if (channel.target() instanceof Target.Email email) {
            kind = "EMAIL";
            address = String.join(",", email.to());
        } else {
            throw new IllegalStateException("no row for " + channel);
        }
        ChannelRules rules = channel.rules();
        QuietHours quiet = rules.quiet();
        byte[] sealed = secret == null ? null : seal.close(secret);
        String[] texts = {kind, address, topic, username};
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO alarm_channel (id, kind, name, address, topic, username, secret, owner, least_rank,
                            quiet_from, quiet_to, quiet_zone, digest_seconds, second, second_after_seconds, created_at)
                        VALUES (:id, :kind, :name, :address, :topic, :username, CAST(:secret AS bytea), :owner, :rank,
                            CAST(:quietFrom AS time), CAST(:quietTo AS time), :zone, :digest, CAST(:second AS uuid),
                            :secondAfter, :createdAt)
                        """)
                .bind("id", channel.id())
                .bind("kind", texts[0])
                .bind("name", channel.name())
                .bind("address", texts[1])
                .bind("topic", texts[2])
                .bind("username", texts[3])
                .bind("secret", sealed)
                .bind("owner", channel.owner().value())
                .bind("rank", rules.least().ordinal())
                .bind("quietFrom", quiet == null ? null : quiet.from())
                .bind("quietTo", quiet == null ? null : quiet.to())
                .bind("zone", quiet == null ? null : quiet.zone().getId())
                .bind("digest", rules.digest().toSeconds())
                .bind("second", rules.second())
                .bind("secondAfter", rules.secondAfter().toSeconds())
                .bind("createdAt", PostgresAlarmStore.utc(channel.createdAt()))
                .execute());
    }

    @Override
    public boolean remove(UUID channel) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM alarm_channel WHERE id = ?", channel)) > 0;
    }

    @Override
    public List<Due> due(UUID channel, Instant now, Which which, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT d.attempts, e.* FROM alarm_delivery d JOIN alarm_event e ON e.id = d.event
                        WHERE d.channel = :channel AND d.state = 'PENDING' AND d.next_at <= :now
                          AND (:all OR NOT EXISTS (SELECT 1 FROM alarm_delivery p
                                          WHERE p.channel = d.channel AND p.incident = d.incident
                                            AND p.state = 'PENDING' AND p.event < d.event))
                          AND (NOT :urgent OR EXISTS (SELECT 1 FROM alarm_delivery p JOIN alarm_event q ON q.id = p.event
                                          WHERE p.channel = d.channel AND p.incident = d.incident
                                            AND p.state = 'PENDING' AND q.priority = 'TOP'))
                        ORDER BY d.event LIMIT :limit
                        """)
                .bind("channel", channel)
                .bind("now", PostgresAlarmStore.utc(now))
                .bind("all", which == Which.ALL)
                .bind("urgent", which == Which.NEXT_OF_URGENT_INCIDENTS)
                .bind("limit", limit)
                .map((row, context) -> new Due(PostgresAlarmStore.event(row), row.getInt("attempts")))
                .list());
    }

    @Override
    public void delivered(UUID channel, List<Long> cursors, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE alarm_delivery SET state = 'DELIVERED', settled_at = :at, attempts = attempts + 1
                        WHERE channel = :channel AND event = ANY(:events)
                        """)
                .bind("channel", channel)
                .bindArray("events", Long.class, cursors)
                .bind("at", PostgresAlarmStore.utc(at))
                .execute());
    }

    @Override
    public void failed(UUID channel, List<Long> cursors, String error, Instant nextAt) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE alarm_delivery SET attempts = attempts + 1, next_at = :nextAt, last_error = :error
                        WHERE channel = :channel AND event = ANY(:events)
                        """)
                .bind("channel", channel)
                .bindArray("events", Long.class, cursors)
                .bind("error", error)
                .bind("nextAt", PostgresAlarmStore.utc(nextAt))
                .execute());
    }

    @Override
    public void gaveUp(UUID channel, List<Long> cursors, String error, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE alarm_delivery SET state = 'DEAD', attempts = attempts + 1, last_error = :error,
                            settled_at = :at
                        WHERE channel = :channel AND event = ANY(:events)
                        """)
                .bind("channel", channel)
                .bindArray("events", Long.class, cursors)
                .bind("error", error)
                .bind("at", PostgresAlarmStore.utc(at))
                .execute());
    }

    @Override
    public int forwardUnread(Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO alarm_delivery (channel, event, incident, state, next_at)
                        SELECT c.second, d.event, d.incident, 'PENDING', :now
                        FROM alarm_channel c
                        JOIN alarm_delivery d ON d.channel = c.id
                        JOIN alarm_event e ON e.id = d.event
                        JOIN alarm_incident i ON i.id = d.incident
                        WHERE c.second IS NOT NULL AND d.state = 'DELIVERED' AND i.state = 'RAISED'
                          AND e.what IN ('RAISED', 'REOPENED', 'ESCALATED')
                          AND d.settled_at <= CAST(:now AS timestamptz) - c.second_after_seconds * interval '1 second'
                          AND d.settled_at > CAST(:now AS timestamptz) - interval '1 day'
                        ON CONFLICT DO NOTHING
                        """)
                .bind("now", PostgresAlarmStore.utc(now))
                .execute());
    }

    @Override
    public boolean retry(UUID channel, UUID event, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE alarm_delivery d SET state = 'PENDING', attempts = 0, next_at = :now, settled_at = NULL
                        FROM alarm_event e
                        WHERE e.id = d.event AND d.channel = :channel AND e.event = :event AND d.state = 'DEAD'
                        """)
                        .bind("channel", channel)
                        .bind("event", event)
                        .bind("now", PostgresAlarmStore.utc(now))
                        .execute())
                > 0;
    }

    @Override
    public Backlog backlog(UUID channel) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FILTER (WHERE state = 'PENDING') AS pending,
                               count(*) FILTER (WHERE state = 'DEAD') AS dead,
                               count(*) FILTER (WHERE state = 'DELIVERED') AS delivered,
                               (SELECT l.last_error FROM alarm_delivery l
                                WHERE l.channel = :channel AND l.state <> 'DELIVERED' AND l.last_error IS NOT NULL
                                ORDER BY l.event DESC LIMIT 1) AS last_error
                        FROM alarm_delivery WHERE channel = :channel
                        """)
                .bind("channel", channel)
                .map((row, context) -> new Backlog(
                        row.getLong("pending"),
                        row.getLong("dead"),
                        row.getLong("delivered"),
                        row.getString("last_error")))
                .one());
    }

    @Override
    public List<DeadLetter> deadLetters(UUID channel, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT d.attempts, d.last_error, d.settled_at, e.*
                        FROM alarm_delivery d JOIN alarm_event e ON e.id = d.event
                        WHERE d.channel = :channel AND d.state = 'DEAD' ORDER BY d.event DESC LIMIT :limit
                        """)
                .bind("channel", channel)
                .bind("limit", limit)
                .map((row, context) -> {
                    Timestamp settled = row.getTimestamp("settled_at");
                    return new DeadLetter(
                            channel,
                            PostgresAlarmStore.event(row),
                            row.getInt("attempts"),
                            row.getString("last_error"),
                            settled == null ? null : settled.toInstant());
                })
                .list());
    }
}
