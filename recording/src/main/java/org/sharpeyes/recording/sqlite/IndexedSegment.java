package org.sharpeyes.recording.sqlite;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.recording.Segment;

/**
 * A segment as its volume's index knows it.
 *
 * @param path below the volume's root
 * @param end of its last fragment; of an open one its start
 * @param initBytes length of what precedes the first fragment
 */
public record IndexedSegment(
        String path,
        StreamKey stream,
        Instant start,
        Instant end,
        long bytes,
        Segment.State state,
        String codecs,
        int initBytes,
        @Nullable Duration clockOffset) {
    public IndexedSegment {
        requireNonNull(path, "path");
        requireNonNull(stream, "stream");
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        requireNonNull(state, "state");
        requireNonNull(codecs, "codecs");
    }
}
