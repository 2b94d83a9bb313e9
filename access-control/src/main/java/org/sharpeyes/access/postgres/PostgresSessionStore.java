package org.sharpeyes.access.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.access.session.Session;
import org.sharpeyes.access.session.SessionStore;
import org.sharpeyes.model.UserId;

/** Sessions in PostgreSQL, so that a restart signs nobody out. Thread-safe. */
public final class PostgresSessionStore implements SessionStore {
    private final Jdbi jdbi;

    public PostgresSessionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void insert(Stored stored) {
        Session session = stored.session();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO session (token_hash, id, account_id, address, created_at, expires_at)
                        VALUES (:tokenHash, :id, :account, :address, :createdAt, :expiresAt)
                        """)
                .bind("tokenHash", stored.tokenHash())
                .bind("id", session.id())
                .bind("account", session.user().value())
                .bind("address", session.address())
                .bind("createdAt", Timestamp.from(session.createdAt()))
                .bind("expiresAt", Timestamp.from(session.expiresAt()))
                .execute());
    }

    @Override
    public void end(String tokenHash, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE session SET ended_at = :at WHERE token_hash = :tokenHash AND ended_at IS NULL")
                .bind("tokenHash", tokenHash)
                .bind("at", Timestamp.from(at))
                .execute());
    }

    @Override
    public List<Stored> open(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT s.token_hash, s.id, s.account_id, a.username, s.address, s.created_at, s.expires_at
                        FROM session s JOIN account a ON a.id = s.account_id
                        WHERE s.ended_at IS NULL AND s.expires_at > :now
                        """)
                .bind("now", Timestamp.from(now))
                .map((row, context) -> new Stored(
                        row.getString("token_hash"),
                        new Session(
                                row.getString("id"),
                                new UserId(row.getObject("account_id", UUID.class)),
                                row.getString("username"),
                                row.getString("address"),
                                row.getTimestamp("created_at").toInstant(),
                                row.getTimestamp("expires_at").toInstant())))
                .list());
    }
}
