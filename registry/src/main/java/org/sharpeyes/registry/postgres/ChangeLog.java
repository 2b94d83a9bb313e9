package org.sharpeyes.registry.postgres;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.history.Change;

/** Opens the entry of a command: one writer at a time, recorded times that rise even when the wall clock steps back. */
final class ChangeLog {
    /** "registry", so that no other advisory lock of the server meets it. */
    private static final long WRITER_LOCK = 0x7265676973747279L;

    private final InstantSource clock;

    ChangeLog(InstantSource clock) {
        this.clock = clock;
    }

    Writing open(Handle handle, Change change, String command, String summary) {
        handle.createQuery("SELECT count(pg_advisory_xact_lock(:lock))")
                .bind("lock", WRITER_LOCK)
                .mapTo(Long.class)
                .one();
        Instant now = micros(clock.instant());
        Writing writing = handle.createQuery("""
                        INSERT INTO registry_change (recorded_at, author, reason, command, summary)
                        SELECT greatest(CAST(:now AS timestamptz), max(recorded_at) + interval '1 microsecond'),
                               :author, :reason, :command, :summary
                        FROM registry_change
                        RETURNING id, recorded_at
                        """)
                .bind("now", now)
                .bind("author", change.author())
                .bind("reason", change.reason())
                .bind("command", command)
                .bind("summary", summary)
                .map((row, context) -> {
                    Instant recordedAt = Rows.instant(row, "recorded_at");
                    return new Writing(
                            handle,
                            row.getLong("id"),
                            recordedAt,
                            validFrom(change, recordedAt),
                            validTo(change, recordedAt),
                            change.basis());
                })
                .one();
        return writing;
    }

    private static Instant validFrom(Change change, Instant recordedAt) {
        @Nullable Instant from = change.validFrom();
        if (from == null) {
            return recordedAt;
        }
        requirePast("valid from", from, recordedAt);
        return micros(from);
    }

    private static @Nullable Instant validTo(Change change, Instant recordedAt) {
        @Nullable Instant to = change.validTo();
        if (to == null) {
            return null;
        }
        requirePast("valid to", to, recordedAt);
        return micros(to);
    }

    private static void requirePast(String field, Instant value, Instant now) {
        if (value.isAfter(now)) {
            throw new RegistryProblem(
                    RegistryProblem.Kind.INVALID, field + ": " + value + " (expected: not after now, " + now + ")");
        }
    }

    /** PostgreSQL keeps microseconds; a rest of nanoseconds would make ranges that touch overlap. */
    static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}
