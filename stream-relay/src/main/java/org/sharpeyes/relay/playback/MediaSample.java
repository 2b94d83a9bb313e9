package org.sharpeyes.relay.playback;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.time.Instant;

/**
 * One picture, one piece of sound or one document of metadata, as it was recorded.
 *
 * @param track index into the description's tracks
 * @param time when it is to be presented, on the true clock, to the nanosecond; pictures of a stream with B-frames step back
 * @param key decoding can start here; {@code true} for all sound and metadata
 * @param data H.264 and H.265: NAL units, each behind its length in 4 bytes; AAC: one raw frame; G.711: octets; metadata:
 *     the document. Owned by whoever has the sample
 */
public record MediaSample(int track, Instant time, boolean key, ByteBuf data) {
    public MediaSample {
        requireNonNull(time, "time");
        requireNonNull(data, "data");
        if (track < 0) {
            throw new IllegalArgumentException("track: " + track + " (expected: at least 0)");
        }
    }
}
