package org.sharpeyes.recording.playback;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.List;

/** What reading on gave. */
public sealed interface Piece {
    /**
     * One picture or some sound.
     *
     * @param time of presentation, on the server's clock
     * @param data NAL units behind their lengths in 4 bytes, a raw AAC frame, or G.711 octets; heap memory, need not be released
     */
    record Sample(boolean sound, Instant time, boolean key, ByteBuf data) {}

    /** In decoding order, sound after the pictures of its fragment; not empty. */
    record Samples(List<Sample> samples) implements Piece {
        public Samples {
            samples = List.copyOf(samples);
        }
    }

    /** Nothing is recorded here; what comes next begins with a key picture. */
    record Missing(org.sharpeyes.recording.Gap gap) implements Piece {}

    /** What follows is coded otherwise. */
    record Format(RecordedFormat format) implements Piece {}

    /** The newest picture was given; there may be more in a moment. */
    record Waiting() implements Piece {}

    /** The end of the window, or its beginning when reading backwards. */
    record End() implements Piece {}

    /** The right to see it has ended. */
    record Withdrawn() implements Piece {}
}
