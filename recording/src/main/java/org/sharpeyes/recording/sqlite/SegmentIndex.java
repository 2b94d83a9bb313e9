package org.sharpeyes.recording.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.Segment;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The index of one volume, in one SQLite file on it (write-ahead log, so that reading never waits for writing). All it
 * knows of segments can be read again from the files.
 *
 * <p>Writing: one thread. Reading: any thread. Every method may throw {@link IndexFailure}.
 */
public final class SegmentIndex implements AutoCloseable {
    /** No segment is longer; a search looks so far back for one that reaches into its window. */
    public static final Duration LONGEST_SEGMENT = Duration.ofMinutes(20);

    private static final int VERSION = 1;
    private static final int BUSY_MILLIS = 5000;
    private static final RowMapper<IndexedSegment> SEGMENT = (row, context) -> {
        long offset = row.getLong("offset_ms");
        Duration clockOffset = row.wasNull() ? null : Duration.ofMillis(offset);
        return new IndexedSegment(
                row.getString("path"),
                new StreamKey(CameraId.parse(row.getString("camera")), StreamProfile.parse(row.getString("profile"))),
                Micros.instant(row.getLong("start_us")),
                Micros.instant(row.getLong("end_us")),
                row.getLong("bytes"),
                Segment.State.valueOf(row.getString("state")),
                row.getString("codecs"),
                row.getInt("init_bytes"),
                clockOffset);
    };
    private static final RowMapper<Gap> GAP = (row, context) -> new Gap(
            new TimeWindow(Micros.instant(row.getLong("from_us")), Micros.instant(row.getLong("to_us"))),
            GapCause.parse(row.getString("cause")),
            row.getString("detail"));

    private final Jdbi jdbi;
    private final Handle writer;

    private SegmentIndex(Jdbi jdbi, Handle writer) {
        this.jdbi = jdbi;
        this.writer = writer;
    }

    /** Opens the index, making it if there is none. */
    public static SegmentIndex open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // Rows survive the end of the process; what a power cut takes is found again by looking at the files.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        Jdbi jdbi = Jdbi.create(source);
        return guard(() -> {
            Handle writer = jdbi.open();
            try {
                migrate(writer);
            } catch (RuntimeException unusable) {
                writer.close();
                throw unusable;
            }
            return new SegmentIndex(jdbi, writer);
        });
    }

    private static void migrate(Handle handle) {
        int version =
                handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
        if (version > VERSION) {
            throw new IndexFailure(
                    "index version: " + version + " (expected: at most " + VERSION + "; a newer server wrote it)",
                    null);
        }
        if (version == VERSION) {
            return;
        }
        for (String statement : """
                CREATE TABLE segment (
                  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, camera TEXT NOT NULL, profile TEXT NOT NULL,
                  start_us INTEGER NOT NULL, end_us INTEGER NOT NULL, bytes INTEGER NOT NULL, state TEXT NOT NULL,
                  codecs TEXT NOT NULL, init_bytes INTEGER NOT NULL, offset_ms INTEGER);
                CREATE INDEX segment_by_time ON segment (camera, profile, start_us);
                CREATE INDEX segment_by_age ON segment (start_us);
                CREATE TABLE fragments (segment INTEGER PRIMARY KEY, rows BLOB NOT NULL);
                CREATE TABLE gap (
                  camera TEXT NOT NULL, profile TEXT NOT NULL, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL,
                  cause TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (camera, profile, from_us));
                CREATE TABLE garbage (path TEXT PRIMARY KEY);
                PRAGMA user_version = 1
                """.split(";")) {
            handle.execute(statement);
        }
    }

    // --- writing -----------------------------------------------------------------------------------------------------

    /** Notes a segment that is about to be written. */
    public void opened(IndexedSegment segment) {
        guard(() -> writer.createUpdate("""
                        INSERT INTO segment (path, camera, profile, start_us, end_us, bytes, state, codecs, init_bytes, offset_ms)
                        VALUES (:path, :camera, :profile, :start, :end, :bytes, :state, :codecs, :init, :offset)
                        ON CONFLICT (path) DO UPDATE SET start_us = excluded.start_us, end_us = excluded.end_us,
                          bytes = excluded.bytes, state = excluded.state, codecs = excluded.codecs,
                          init_bytes = excluded.init_bytes, offset_ms = excluded.offset_ms
                        """)
                .bind("path", segment.path())
                .bind("camera", segment.stream().camera().toString())
                .bind("profile", segment.stream().profile().text())
                .bind("start", Micros.of(segment.start()))
                .bind("end", Micros.of(segment.end()))
                .bind("bytes", segment.bytes())
                .bind("state", segment.state().name())
                .bind("codecs", segment.codecs())
                .bind("init", segment.initBytes())
                .bindByType(
                        "offset",
                        segment.clockOffset() == null
                                ? null
                                : segment.clockOffset().toMillis(),
                        Long.class)
                .execute());
    }

    /** Notes a segment that is complete, with its fragments; replaces what was known of it. */
    public void closed(IndexedSegment segment, List<Fragment> fragments) {
        guard(() -> writer.inTransaction(handle -> {
            opened(segment);
            return handle.createUpdate("""
                            INSERT INTO fragments (segment, rows)
                            SELECT id, :rows FROM segment WHERE path = :path
                            ON CONFLICT (segment) DO UPDATE SET rows = excluded.rows
                            """)
                    .bind("rows", FragmentTable.write(fragments))
                    .bind("path", segment.path())
                    .execute();
        }));
    }

    /** Forgets segments whose files are to be unlinked; {@link #garbage()} knows them until {@link #unlinked}. */
    public void discard(List<String> paths) {
        guard(() -> writer.inTransaction(handle -> {
            for (String path : paths) {
                handle.execute("INSERT OR IGNORE INTO garbage VALUES (?)", path);
                handle.execute("DELETE FROM fragments WHERE segment = (SELECT id FROM segment WHERE path = ?)", path);
                handle.execute("DELETE FROM segment WHERE path = ?", path);
            }
            return paths.size();
        }));
    }

    public void unlinked(List<String> paths) {
        guard(() -> writer.inTransaction(handle -> {
            paths.forEach(path -> handle.execute("DELETE FROM garbage WHERE path = ?", path));
            return paths.size();
        }));
    }

    /** Notes a gap; one that begins at the same time is replaced: a gap grows while it lasts. */
    public void gap(StreamKey stream, Gap gap) {
        guard(() -> writer.createUpdate("""
                        INSERT INTO gap VALUES (:camera, :profile, :from, :to, :cause, :detail)
                        ON CONFLICT (camera, profile, from_us) DO UPDATE
                        SET to_us = excluded.to_us, cause = excluded.cause, detail = excluded.detail
                        """)
                .bind("camera", stream.camera().toString())
                .bind("profile", stream.profile().text())
                .bind("from", Micros.of(gap.window().from()))
                .bind("to", Micros.of(gap.window().to()))
                .bind("cause", gap.cause().text())
                .bind("detail", gap.detail())
                .execute());
    }

    /** Forgets gaps that ended before {@code moment}: longer ago than anything is kept. */
    public void forgetGapsBefore(Instant moment) {
        guard(() -> writer.execute("DELETE FROM gap WHERE to_us < ?", Micros.of(moment)));
    }

    // --- reading -----------------------------------------------------------------------------------------------------

    /** Segments of a stream that overlap a window, by start. */
    public List<IndexedSegment> segments(StreamKey stream, TimeWindow window) {
        return read(handle -> handle.createQuery("""
                        SELECT * FROM segment WHERE camera = :camera AND profile = :profile
                          AND start_us < :to AND start_us > :early AND (end_us > :from OR state = 'OPEN')
                        ORDER BY start_us
                        """)
                .bind("camera", stream.camera().toString())
                .bind("profile", stream.profile().text())
                .bind("from", Micros.of(window.from()))
                .bind("early", Micros.of(window.from().minus(LONGEST_SEGMENT)))
                .bind("to", Micros.of(window.to()))
                .map(SEGMENT)
                .list());
    }

    public Optional<IndexedSegment> segment(String path) {
        return read(handle -> handle.createQuery("SELECT * FROM segment WHERE path = ?")
                .bind(0, path)
                .map(SEGMENT)
                .findOne());
    }

    /** The fragments of a closed segment; empty for an open or unknown one. */
    public List<Fragment> fragments(String path) {
        return read(handle -> handle.createQuery(
                        "SELECT rows FROM fragments WHERE segment = (SELECT id FROM segment WHERE path = ?)")
                .bind(0, path)
                .mapTo(byte[].class)
                .findOne()
                .map(FragmentTable::read)
                .orElse(List.of()));
    }

    /** Segments that were being written when the index was last closed or its process ended. */
    public List<IndexedSegment> open() {
        return read(handle -> handle.createQuery("SELECT * FROM segment WHERE state = 'OPEN'")
                .map(SEGMENT)
                .list());
    }

    /** The oldest segments of all streams, at most {@code limit}, after those that start before {@code after}. */
    public List<IndexedSegment> oldest(Instant after, int limit) {
        return read(handle -> handle.createQuery(
                        "SELECT * FROM segment WHERE start_us >= :after AND state <> 'OPEN' ORDER BY start_us LIMIT :limit")
                .bind("after", Micros.of(after))
                .bind("limit", limit)
                .map(SEGMENT)
                .list());
    }

    /** Every segment, one after the other, for checks; keeps the reading transaction open meanwhile. */
    public void forEach(Consumer<IndexedSegment> consumer) {
        read(handle -> {
            handle.createQuery("SELECT * FROM segment ORDER BY path")
                    .map(SEGMENT)
                    .forEach(consumer);
            return true;
        });
    }

    /** Gaps of a stream that overlap a window, by start. */
    public List<Gap> gaps(StreamKey stream, TimeWindow window) {
        return read(handle -> handle.createQuery("""
                        SELECT * FROM gap WHERE camera = :camera AND profile = :profile
                          AND from_us < :to AND to_us > :from ORDER BY from_us
                        """)
                .bind("camera", stream.camera().toString())
                .bind("profile", stream.profile().text())
                .bind("from", Micros.of(window.from()))
                .bind("to", Micros.of(window.to()))
                .map(GAP)
                .list());
    }

    /** When the last recording or known gap of a stream ended; empty if there is none. Open segments do not count. */
    public Optional<Instant> lastKnown(StreamKey stream) {
        return read(handle -> handle.createQuery("""
                        SELECT max(at) FROM (
                          SELECT max(end_us) AS at FROM segment WHERE camera = :camera AND profile = :profile
                          UNION ALL SELECT max(to_us) FROM gap WHERE camera = :camera AND profile = :profile)
                        """)
                .bind("camera", stream.camera().toString())
                .bind("profile", stream.profile().text())
                .mapTo(Long.class)
                .findOne()
                .map(Micros::instant));
    }

    /** Bytes and times of all segments. */
    public record Totals(long segments, long bytes, Optional<Instant> oldest, Optional<Instant> newest) {}

    public Totals totals() {
        return read(handle -> handle.createQuery(
                        "SELECT count(*) AS n, total(bytes) AS bytes, min(start_us) AS oldest, max(end_us) AS newest FROM segment")
                .map((row, context) -> {
                    long count = row.getLong("n");
                    return new Totals(
                            count,
                            row.getLong("bytes"),
                            count == 0 ? Optional.empty() : Optional.of(Micros.instant(row.getLong("oldest"))),
                            count == 0 ? Optional.empty() : Optional.of(Micros.instant(row.getLong("newest"))));
                })
                .one());
    }

    /** Streams of which the volume holds anything. */
    public List<StreamKey> streams() {
        return read(
                handle -> handle.createQuery("SELECT DISTINCT camera, profile FROM segment ORDER BY camera, profile")
                        .map((row, context) -> new StreamKey(
                                CameraId.parse(row.getString("camera")), StreamProfile.parse(row.getString("profile"))))
                        .list());
    }

    /** Files that are forgotten and may still be there. */
    public List<String> garbage() {
        return read(handle -> handle.createQuery("SELECT path FROM garbage")
                .mapTo(String.class)
                .list());
    }

    @Override
    public void close() {
        guard(() -> {
            writer.close();
            return true;
        });
    }

    private <T> T read(java.util.function.Function<Handle, T> work) {
        return guard(() -> jdbi.withHandle(work::apply));
    }

    private static <T> T guard(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IndexFailure("index: " + cause.getMessage(), failed);
        }
    }
}
