package org.sharpeyes.worker;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.worker.diagnosis.PictureMeasures;

/** What became of one request for a picture. A stream that cannot be decoded is an ordinary outcome. */
public sealed interface SnapshotOutcome {

    /**
     * A JPEG.
     *
     * @param width of the JPEG in pixels; never more than that of the source
     * @param sourceWidth of the key frame in pixels
     * @param damaged the decoder concealed errors: there is a picture, but the stream is not sound
     * @param measures what was measured, if that was asked for
     */
    record Picture(
            byte[] jpeg,
            int width,
            int height,
            int sourceWidth,
            int sourceHeight,
            boolean damaged,
            @Nullable PictureMeasures measures)
            implements SnapshotOutcome {
        public Picture {
            requireNonNull(jpeg, "jpeg");
        }

        /** Not measured. */
        public Picture(byte[] jpeg, int width, int height, int sourceWidth, int sourceHeight, boolean damaged) {
            this(jpeg, width, height, sourceWidth, sourceHeight, damaged, null);
        }

        @Override
        public String toString() {
            return "Picture[" + width + "x" + height + " of " + sourceWidth + "x" + sourceHeight + ", " + jpeg.length
                    + " bytes" + (damaged ? ", damaged]" : "]");
        }
    }

    /** No picture, and whose fault it is. */
    record Failed(Cause cause, String detail) implements SnapshotOutcome {
        public Failed {
            requireNonNull(cause, "cause");
            requireNonNull(detail, "detail");
        }
    }

    /** Why there is no picture. */
    enum Cause {
        /** The key frame is larger than the settings allow; no worker saw it. */
        TOO_LARGE,
        /** The decoder looked at it and found no picture in it. */
        UNDECODABLE,
        /** The worker used up its wall or CPU time and was killed. */
        TIMED_OUT,
        /** The worker died, or answered what it must not; it is replaced. */
        WORKER_DIED,
        /** All workers are busy and the queue is full: ask again later. */
        BUSY,
        /** The pool is closing. */
        CLOSED
    }
}
