package org.sharpeyes.recording.recorder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.sharpeyes.media.mp4.Mp4Part;

/**
 * The newest fragments of a stream that is recorded at events only, beginning with a key picture. Bounded in time and
 * bytes. Confined to the stream's loop.
 */
final class PreRoll {
    private static final long MOST_BYTES = 64L << 20;

    private final Duration length;
    private final Deque<Mp4Part.Fragment> fragments = new ArrayDeque<>();
    private long bytes;

    PreRoll(Duration length) {
        this.length = length;
    }

    /** Takes ownership. */
    void add(Mp4Part.Fragment fragment) {
        if (fragments.isEmpty() && !fragment.startsWithKeyFrame()) {
            fragment.data().release();
            return;
        }
        fragments.add(fragment);
        bytes += fragment.data().readableBytes();
        Instant oldest = Instant.ofEpochMilli(fragment.wallMillis()).minus(length);
        while (bytes > MOST_BYTES || secondKeyIsOldEnough(oldest)) {
            dropGroup();
        }
    }

    /** Whether the pre-roll is still long enough without its first group. */
    private boolean secondKeyIsOldEnough(Instant oldest) {
        return fragments.stream()
                .skip(1)
                .filter(Mp4Part.Fragment::startsWithKeyFrame)
                .findFirst()
                .filter(key -> !Instant.ofEpochMilli(key.wallMillis()).isAfter(oldest))
                .isPresent();
    }

    private void dropGroup() {
        do {
            Mp4Part.Fragment first = fragments.remove();
            bytes -= first.data().readableBytes();
            first.data().release();
        } while (!fragments.isEmpty() && !fragments.element().startsWithKeyFrame());
    }

    /** Hands everything over, oldest first. */
    void drain(Consumer<Mp4Part.Fragment> out) {
        while (!fragments.isEmpty()) {
            out.accept(fragments.remove());
        }
        bytes = 0;
    }

    void clear() {
        drain(fragment -> fragment.data().release());
    }
}
