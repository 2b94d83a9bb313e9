package org.sharpeyes.relay.playback;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.UpstreamFailure;

/** What one read gave. */
public sealed interface MediaBatch {
    /** Samples in decoding order, tracks interleaved by time; not empty. The receiver owns their buffers. */
    record Samples(List<MediaSample> samples) implements MediaBatch {
        public Samples {
            samples = List.copyOf(samples);
            if (samples.isEmpty()) {
                throw new IllegalArgumentException("samples: none (expected: at least one)");
            }
        }
    }

    /**
     * Nothing is recorded here. What comes next begins with a key frame.
     *
     * @param cause a short word for people: {@code camera-down}, {@code disk}, {@code not-recorded} …
     */
    record Gap(Instant from, Instant until, String cause) implements MediaBatch {
        public Gap {
            requireNonNull(from, "from");
            requireNonNull(until, "until");
            requireNonNull(cause, "cause");
        }
    }

    /** From the next sample on the parameters are others; the tracks are the same in number and kind. */
    record Format(StreamDescription now) implements MediaBatch {}

    /** The newest recorded picture was given and the window goes on: asked again in a moment there will be more. */
    record Waiting() implements MediaBatch {}

    /** The end of the window, or its beginning when reading backwards. */
    record End() implements MediaBatch {}

    /** The grant was revoked, ran out or was narrowed. */
    record Withdrawn() implements MediaBatch {}

    /** The disk or the recorder failed. */
    record Broken(UpstreamFailure cause) implements MediaBatch {}

    /** Gives up what the batch holds; for one that comes too late. */
    default void release() {
        if (this instanceof Samples some) {
            some.samples().forEach(sample -> sample.data().release());
        }
    }
}
