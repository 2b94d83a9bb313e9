package org.sharpeyes.server.pictures.postgres;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.worker.diagnosis.PictureFault;

/** What is usual for each camera's pictures, and the newest course of each fault with its proof. Thread-safe; every call blocks. */
public final class PostgresPictures {
    private final Jdbi jdbi;

    public PostgresPictures(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A picture that proves something. The bytes are shared: nobody writes them.
     *
     * @param at when the camera made it
     */
    public record Proof(byte[] jpeg, Instant at) {
        public Proof {
            requireNonNull(jpeg, "jpeg");
            requireNonNull(at, "at");
        }
    }

    /** Which picture of a proof. */
    public enum Which {
        BEFORE,
        AFTER,
        MENDED
    }

    /**
     * @param learned as {@code PictureBaseline.toBytes} wrote it
     * @param good the newest good picture that was kept
     */
    public record Kept(byte[] learned, @Nullable Proof good) {}

    /** A fault's newest course; which pictures of its proof there are. */
    public record Course(
            PictureFault fault,
            boolean bad,
            Instant since,
            double score,
            int hour,
            @Nullable Instant beforeAt,
            @Nullable Instant afterAt,
            @Nullable Instant mendedAt) {}

    public Optional<Kept> kept(CameraId camera) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT learned, good_jpeg, good_at FROM picture_baseline WHERE camera = :camera")
                .bind("camera", camera.value())
                .map((row, context) -> new Kept(
                        row.getBytes("learned"),
                        proof(row.getBytes("good_jpeg"), row.getObject("good_at", OffsetDateTime.class))))
                .findOne());
    }

    /** @param good the newest good picture; {@code null} keeps the one that is there */
    public void keep(CameraId camera, byte[] learned, @Nullable Proof good, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO picture_baseline (camera, learned, kept_at, good_jpeg, good_at)
                        VALUES (:camera, :learned, :now, :jpeg, :at)
                        ON CONFLICT (camera) DO UPDATE SET learned = excluded.learned, kept_at = excluded.kept_at,
                            good_jpeg = coalesce(excluded.good_jpeg, picture_baseline.good_jpeg),
                            good_at = coalesce(excluded.good_at, picture_baseline.good_at)
                        """)
                .bind("camera", camera.value())
                .bind("learned", learned)
                .bind("now", utc(now))
                .bind("jpeg", good == null ? null : good.jpeg())
                .bind("at", good == null ? null : utc(good.at()))
                .execute());
    }

    /** @param before the last good picture, where one is known */
    public void began(
            CameraId camera, PictureFault fault, double score, int hour, @Nullable Proof before, Proof after) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO picture_finding (camera, fault, bad, since, score, hour, before_jpeg, before_at,
                                                     after_jpeg, after_at, mended_jpeg, mended_at)
                        VALUES (:camera, :fault, true, :since, :score, :hour, :before, :beforeAt, :after, :since, NULL, NULL)
                        ON CONFLICT (camera, fault) DO UPDATE SET bad = true, since = excluded.since,
                            score = excluded.score, hour = excluded.hour, before_jpeg = excluded.before_jpeg,
                            before_at = excluded.before_at, after_jpeg = excluded.after_jpeg,
                            after_at = excluded.after_at, mended_jpeg = NULL, mended_at = NULL
                        """)
                .bind("camera", camera.value())
                .bind("fault", fault.name())
                .bind("since", utc(after.at()))
                .bind("score", score)
                .bind("hour", hour)
                .bind("before", before == null ? null : before.jpeg())
                .bind("beforeAt", before == null ? null : utc(before.at()))
                .bind("after", after.jpeg())
                .execute());
    }

    public void ended(CameraId camera, PictureFault fault, double score, int hour, Proof mended) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE picture_finding SET bad = false, since = :since, score = :score, hour = :hour,
                               mended_jpeg = :mended, mended_at = :since
                        WHERE camera = :camera AND fault = :fault
                        """)
                .bind("camera", camera.value())
                .bind("fault", fault.name())
                .bind("since", utc(mended.at()))
                .bind("score", score)
                .bind("hour", hour)
                .bind("mended", mended.jpeg())
                .execute());
    }

    /** Of faults that are there or were. */
    public List<Course> courses(CameraId camera) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT fault, bad, since, score, hour, before_at, after_at, mended_at
                        FROM picture_finding WHERE camera = :camera
                        """)
                .bind("camera", camera.value())
                .map((row, context) -> new Course(
                        PictureFault.valueOf(row.getString("fault")),
                        row.getBoolean("bad"),
                        row.getObject("since", OffsetDateTime.class).toInstant(),
                        row.getDouble("score"),
                        row.getInt("hour"),
                        instant(row.getObject("before_at", OffsetDateTime.class)),
                        instant(row.getObject("after_at", OffsetDateTime.class)),
                        instant(row.getObject("mended_at", OffsetDateTime.class))))
                .list());
    }

    public Optional<Proof> proof(CameraId camera, PictureFault fault, Which which) {
        String column = which.name().toLowerCase(Locale.ROOT);
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + column + "_jpeg AS jpeg, " + column
                        + "_at AS at FROM picture_finding WHERE camera = :camera AND fault = :fault AND " + column
                        + "_jpeg IS NOT NULL")
                .bind("camera", camera.value())
                .bind("fault", fault.name())
                .map((row, context) -> new Proof(
                        row.getBytes("jpeg"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .findOne());
    }

    /** Proofs of what was mended before; what is ill stays. */
    public int forgetMendedBefore(Instant moment) {
        return jdbi.withHandle(
                handle -> handle.createUpdate("DELETE FROM picture_finding WHERE NOT bad AND since < :moment")
                        .bind("moment", utc(moment))
                        .execute());
    }

    private static @Nullable Proof proof(byte @Nullable [] jpeg, @Nullable OffsetDateTime at) {
        return jpeg == null || at == null ? null : new Proof(jpeg, at.toInstant());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
