package org.sharpeyes.registry.postgres;

import java.time.Instant;
import java.util.UUID;

/**
 * Makes room in a table with {@code valid} and {@code recorded} ranges: what was held for the time of the command is
 * closed as of now, and the parts of it before and after are written again. Nothing is lost.
 */
final class BitemporalTable {
    private final String sql;

    /**
     * @param key column that says what a row is about
     * @param columns all columns but valid, recorded and closed_by
     */
    BitemporalTable(String table, String key, String columns) {
        this.sql = """
                WITH closed AS (
                    UPDATE %1$s
                    SET recorded = tstzrange(lower(recorded), CAST(:now AS timestamptz)), closed_by = :change
                    WHERE %2$s = :key AND upper_inf(recorded)
                      AND valid && tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz))
                    RETURNING *
                )
                INSERT INTO %1$s (%3$s, valid, recorded)
                SELECT %4$s, part.valid, tstzrange(CAST(:now AS timestamptz), NULL)
                FROM closed,
                     LATERAL (VALUES (closed.valid * tstzrange(NULL, CAST(:from AS timestamptz))),
                                     (CASE WHEN CAST(:to AS timestamptz) IS NULL THEN 'empty'
                                           ELSE closed.valid * tstzrange(CAST(:to AS timestamptz), NULL) END)
                             ) AS part (valid)
                WHERE NOT isempty(part.valid)
                """.formatted(table, key, columns, "closed." + columns.replace(", ", ", closed."));
    }

    /** Frees the command's valid time for {@code key}. */
    void makeRoom(Writing writing, UUID key) {
        writing.handle()
                .createUpdate(sql)
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .bind("key", key)
                .bind("from", writing.validFrom())
                .bindByType("to", writing.validTo(), Instant.class)
                .execute();
    }
}
