package org.sharpeyes.relay.playback;

import java.time.Duration;
import java.time.Instant;

/**
 * Lays the times of a recording on one unbroken time line that begins at zero and never steps back, whatever is skipped,
 * repeated or played at another speed (RFC 2326 appendix B). Confined to one thread.
 */
final class PlayTimeline {
    /** Between what was before a jump and what comes after it. */
    private static final long STEP_NANOS = 40_000_000;

    private double scale = 1;
    private Instant anchorTime = Instant.EPOCH;
    private long anchorOut;
    private long last = -STEP_NANOS;
    private boolean anchored;

    /** What comes next joins what was, at its own place in the recording and at this speed. */
    void jump(double newScale) {
        scale = newScale;
        anchored = false;
    }

    boolean anchored() {
        return anchored;
    }

    /** Where on the time line a moment of the recording lies, in ns; the first one after a jump sets the anchor. */
    long place(Instant time) {
        if (!anchored) {
            anchored = true;
            anchorTime = time;
            anchorOut = last + STEP_NANOS;
        }
        long place = peek(time);
        last = Math.max(last, place);
        return place;
    }

    /** As {@link #place} without moving on; once anchored. */
    long peek(Instant time) {
        return anchorOut + Math.round(Duration.between(anchorTime, time).toNanos() / scale);
    }
}
