package org.sharpeyes.recording.export;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An export and how far it is. Immutable.
 *
 * @param permille of the video read so far
 * @param bytes of the file so far
 * @param finishedAt when it came to its end, whichever
 * @param cause why it came to no good end
 * @param manifestSha256 of the sealed manifest
 */
public record ExportJob(
        ExportOrder order,
        State state,
        int permille,
        long bytes,
        @Nullable Instant finishedAt,
        @Nullable String cause,
        @Nullable String manifestSha256) {
    /** Where it stands. */
    public enum State {
        QUEUED,
        RUNNING,
        /** Complete; the file can be fetched. */
        SEALED,
        /** By its user. */
        CANCELLED,
        /** The grant ended under it. */
        CUT,
        FAILED,
        /** It was sealed; its file was kept for its time and is gone. */
        REMOVED;

        public boolean over() {
            return this != QUEUED && this != RUNNING;
        }
    }

    public ExportJob {
        requireNonNull(order, "order");
        requireNonNull(state, "state");
    }

    static ExportJob queued(ExportOrder order) {
        return new ExportJob(order, State.QUEUED, 0, 0, null, null, null);
    }

    ExportJob running(int done, long length) {
        return new ExportJob(order, State.RUNNING, done, length, null, null, null);
    }

    ExportJob ended(State how, @Nullable String why, Instant at) {
        return new ExportJob(order, how, permille, how == State.SEALED ? bytes : 0, at, why, manifestSha256);
    }

    ExportJob sealed(long length, String manifest, Instant at) {
        return new ExportJob(order, State.SEALED, 1_000, length, at, null, manifest);
    }
}
