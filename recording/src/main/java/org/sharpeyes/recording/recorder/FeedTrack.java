package org.sharpeyes.recording.recorder;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One track of a stream that can be recorded.
 *
 * @param encoding name in the {@code rtpmap}, for example {@code H264}
 * @param clockRate RTP ticks in a second
 * @param parameters of the {@code fmtp} line, names in lower case
 */
public record FeedTrack(Kind kind, String encoding, int clockRate, int channels, Map<String, String> parameters) {
    /** What of a stream is recorded. */
    public enum Kind {
        VIDEO,
        SOUND,
        OTHER
    }

    public FeedTrack {
        requireNonNull(kind, "kind");
        requireNonNull(encoding, "encoding");
        parameters = Map.copyOf(parameters);
    }
}
