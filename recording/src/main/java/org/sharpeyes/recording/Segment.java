package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;

/**
 * One recorded file: an unbroken run of pictures of one stream in one format, about a minute long.
 *
 * @param window wall time (UTC, the server's clock) of its first picture until the end of its last
 * @param bytes of the file so far
 * @param state whether it is still written to
 * @param codecs as {@code MediaSource.isTypeSupported} takes them, for example {@code avc1.64001F,mp4a.40.2}
 * @param clockOffset how far the camera's own clock was ahead of ours (behind when negative), {@code null} if the camera
 *     does not tell its time
 */
public record Segment(
        SegmentId id,
        StreamKey stream,
        TimeWindow window,
        long bytes,
        State state,
        String codecs,
        Provenance provenance,
        @Nullable Duration clockOffset) {
    /** Life of a segment. */
    public enum State {
        /** Being written; ends where its last whole fragment ends. */
        OPEN,
        CLOSED,
        /** Closed after a crash: cut to its last whole fragment. */
        RECOVERED
    }

    public Segment {
        requireNonNull(id, "id");
        requireNonNull(stream, "stream");
        requireNonNull(window, "window");
        requireNonNull(state, "state");
        requireNonNull(codecs, "codecs");
        requireNonNull(provenance, "provenance");
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
        }
    }

    /** The camera's clock less ours when this was recorded, if it was told. */
    public Optional<Duration> offset() {
        return Optional.ofNullable(clockOffset);
    }
}
