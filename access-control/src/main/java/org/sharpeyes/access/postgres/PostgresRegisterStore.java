package org.sharpeyes.access.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.register.RegisterStore;
import org.sharpeyes.access.register.RegisterUnavailable;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHash;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.SignedHead;

/** The chain in PostgreSQL; the row of its head puts writers in a line. Thread-safe. */
public final class PostgresRegisterStore implements RegisterStore {
    private final Jdbi jdbi;

    public PostgresRegisterStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public List<ChainEntry> append(List<Payload> payloads) throws RegisterUnavailable {
        try {
            return jdbi.inTransaction(handle -> {
                List<ChainEntry> appended = new ArrayList<>();
                ChainHead head = handle.createQuery("SELECT sequence, hash FROM access_chain_head FOR UPDATE")
                        .map((row, context) -> head(row))
                        .one();
                for (Payload payload : payloads) {
                    ChainEntry entry = append(handle, head, payload);
                    if (entry != null) {
                        appended.add(entry);
                        head = entry.head();
                    }
                }
                handle.createUpdate("UPDATE access_chain_head SET sequence = :sequence, hash = :hash")
                        .bind("sequence", head.sequence())
                        .bind("hash", head.hash().hex())
                        .execute();
                return appended;
            });
        } catch (JdbiException failed) {
            throw new RegisterUnavailable(innermostMessage(failed), failed);
        }
    }

    /** The new entry; {@code null} if the payload is there already. */
    private static @Nullable ChainEntry append(Handle handle, ChainHead head, Payload payload) {
        boolean there = handle.createQuery("SELECT count(*) FROM access_record WHERE id = :id")
                        .bind("id", payload.id())
                        .mapTo(Long.class)
                        .one()
                > 0;
        if (there) {
            return null;
        }
        ChainEntry entry = ChainEntry.after(head, payload.text());
        handle.createUpdate("""
                        INSERT INTO access_record (sequence, id, at, account_id, action, camera_id, case_number,
                            payload, previous, hash)
                        SELECT :sequence, :id, (facts ->> 'at')::timestamptz, (facts ->> 'user')::uuid,
                            facts ->> 'action', (facts ->> 'camera')::uuid, facts ->> 'case', :payload, :previous, :hash
                        FROM (SELECT CAST(:payload AS jsonb) AS facts) AS parsed
                        """)
                .bind("sequence", entry.sequence())
                .bind("id", payload.id())
                .bind("payload", entry.payload())
                .bind("previous", entry.previous().hex())
                .bind("hash", entry.hash().hex())
                .execute();
        return entry;
    }

    @Override
    public ChainHead head() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT sequence, hash FROM access_chain_head")
                .map((row, context) -> head(row))
                .one());
    }

    @Override
    public List<ChainEntry> entries(long from, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT sequence, previous, hash, payload FROM access_record
                        WHERE sequence >= :from ORDER BY sequence LIMIT :limit
                        """)
                .bind("from", from)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    @Override
    public List<ChainEntry> newest(long before, int limit, Filter filter) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT sequence, previous, hash, payload FROM access_record
                        WHERE sequence < :before
                          AND (CAST(:user AS uuid) IS NULL OR account_id = CAST(:user AS uuid))
                          AND (CAST(:camera AS uuid) IS NULL OR camera_id = CAST(:camera AS uuid))
                          AND (CAST(:action AS text) IS NULL OR action = :action)
                          AND (CAST(:case AS text) IS NULL OR case_number = :case)
                          AND (CAST(:from AS timestamptz) IS NULL OR at >= CAST(:from AS timestamptz))
                          AND (CAST(:to AS timestamptz) IS NULL OR at < CAST(:to AS timestamptz))
                        ORDER BY sequence DESC LIMIT :limit
                        """)
                .bind("before", before)
                .bind("user", filter.user() == null ? null : filter.user().value())
                .bind("camera", filter.camera() == null ? null : filter.camera().value())
                .bind("action", filter.action())
                .bind("case", filter.caseNumber())
                .bind("from", timestamp(filter.from()))
                .bind("to", timestamp(filter.to()))
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    @Override
    public void keep(SignedHead signed) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO access_signed_head (sequence, hash, signed_at, signature)
                        VALUES (:sequence, :hash, :at, :signature) ON CONFLICT (sequence) DO NOTHING
                        """)
                .bind("sequence", signed.head().sequence())
                .bind("hash", signed.head().hash().hex())
                .bind("at", Timestamp.from(signed.at()))
                .bind("signature", signed.signature())
                .execute());
    }

    @Override
    public List<SignedHead> signedHeads(long before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT sequence, hash, signed_at, signature FROM access_signed_head
                        WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new SignedHead(
                        head(row), row.getTimestamp("signed_at").toInstant(), row.getString("signature")))
                .list());
    }

    @Override
    public @Nullable SignedHead lastSigned() {
        return signedHeads(Long.MAX_VALUE, 1).stream().findFirst().orElse(null);
    }

    private static ChainHead head(ResultSet row) throws SQLException {
        return new ChainHead(row.getLong("sequence"), new ChainHash(row.getString("hash")));
    }

    private static ChainEntry entry(ResultSet row) throws SQLException {
        return new ChainEntry(
                row.getLong("sequence"),
                new ChainHash(row.getString("previous")),
                new ChainHash(row.getString("hash")),
                row.getString("payload"));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static String innermostMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
