package org.sharpeyes.media.mp4;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.sharpeyes.media.video.AccessUnit;

/**
 * Gives decode times to pictures of which only presentation times are known: holds as many pictures as output may lag
 * behind decoding, and uses the presentation times in rising order as decode times. No picture order count is read.
 */
final class DecodeOrder {
    /** Two pictures never share a decode time: some browsers do not take it. */
    private static final long LEAST_STEP = 1;

    private record Held(AccessUnit picture, long presentationTime, long wallMillis) {}

    private final Deque<Held> held = new ArrayDeque<>();
    private final PriorityQueue<Long> times = new PriorityQueue<>();
    private int depth;
    private long last = Long.MIN_VALUE;

    /** @param pictures that output may lag behind decoding, 0 to 16 */
    void depth(int pictures) {
        depth = Math.max(0, Math.min(16, pictures));
    }

    int depth() {
        return depth;
    }

    /** Takes ownership of {@code picture}; {@code out} owns the samples it gets. */
    void push(AccessUnit picture, long presentationTime, long wallMillis, Consumer<Sample> out) {
        held.add(new Held(picture, presentationTime, wallMillis));
        times.add(presentationTime);
        while (held.size() > depth) {
            next(out);
        }
    }

    void flush(Consumer<Sample> out) {
        while (!held.isEmpty()) {
            next(out);
        }
    }

    private void next(Consumer<Sample> out) {
        Held first = held.remove();
        long time = times.remove();
        last = last == Long.MIN_VALUE ? time : Math.max(time, last + LEAST_STEP);
        out.accept(new Sample(first.picture(), last, first.presentationTime(), first.wallMillis()));
    }

    void discard() {
        held.forEach(one -> one.picture().release());
        held.clear();
        times.clear();
    }
}
