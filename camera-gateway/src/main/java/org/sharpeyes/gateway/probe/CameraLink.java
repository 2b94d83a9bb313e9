package org.sharpeyes.gateway.probe;

import org.sharpeyes.gateway.soap.LinkFailure;

/**
 * Life of the management link to one camera. Immutable; times are nanoseconds of the monotonic clock.
 *
 * <pre>
 *            opened               lost
 *  Dialing ---------> Online ------------> BackingOff
 *     |  ^              | answered ^           |
 *     |  |              +----------+           | retry
 *     |  +-------------------------------------+
 *     | failed
 *     +-----> BackingOff          (every state) -- retire --> Retired
 * </pre>
 */
public sealed interface CameraLink {
    /** Asked, not answered yet; {@code misses} attempts before this one failed. */
    record Dialing(int misses) implements CameraLink {
        public Online opened(long now) {
            return new Online(now);
        }

        public BackingOff failed(LinkFailure cause, long now, Backoff backoff) {
            return new BackingOff(misses + 1, cause, now + backoff.delayNanos(misses + 1));
        }
    }

    /** It answers. */
    record Online(long lastAnswerAt) implements CameraLink {
        public Online answered(long now) {
            return new Online(now);
        }

        public BackingOff lost(LinkFailure cause, long now, Backoff backoff) {
            return new BackingOff(1, cause, now + backoff.delayNanos(1));
        }
    }

    /** It did not answer {@code misses} times in a row. */
    record BackingOff(int misses, LinkFailure cause, long retryAt) implements CameraLink {
        public Dialing retry() {
            return new Dialing(misses);
        }
    }

    /** Nobody asks it any more. */
    record Retired() implements CameraLink {}

    /** A camera that was never asked. */
    static CameraLink fresh() {
        return new Dialing(0);
    }

    default Retired retire() {
        return new Retired();
    }
}
