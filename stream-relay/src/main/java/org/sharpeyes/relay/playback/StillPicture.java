package org.sharpeyes.relay.playback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds, among pictures in decoding order, the one that stood at a moment: the last at or before it, the first of all where
 * none is before. Confined to one thread.
 */
final class StillPicture {
    /** Pictures beyond it: reordering shows within them, and decoders that work on several at once give the one out. */
    private static final int BEYOND = 8;

    private final Instant wanted;
    private @Nullable Instant before;
    private @Nullable Instant first;
    private @Nullable Instant second;
    private int beyond;

    StillPicture(Instant wanted) {
        this.wanted = wanted;
    }

    void sees(Instant time) {
        if (!time.isAfter(wanted)) {
            before = before == null || time.isAfter(before) ? time : before;
            return;
        }
        beyond++;
        if (first == null || time.isBefore(first)) {
            second = first;
            first = time;
        } else if (second == null || time.isBefore(second)) {
            second = time;
        }
    }

    boolean complete() {
        return beyond >= BEYOND;
    }

    boolean found() {
        return before != null || first != null;
    }

    /** {@code null} if no picture was seen. */
    @Nullable
    Instant at() {
        return before != null ? before : first;
    }

    /** Of the picture that follows it; {@code null} if none was seen. */
    @Nullable
    Instant after() {
        return before != null ? first : second;
    }
}
