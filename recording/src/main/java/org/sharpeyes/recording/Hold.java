package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;

/**
 * Keeps what a stream recorded in a window from being deleted, whatever rule or quota says. Who placed it, why and until
 * when is the business of whoever places and removes it.
 *
 * @param id chosen by whoever places it
 */
public record Hold(UUID id, StreamKey stream, TimeWindow window) {
    public Hold {
        requireNonNull(id, "id");
        requireNonNull(stream, "stream");
        requireNonNull(window, "window");
    }

    public boolean covers(StreamKey other, TimeWindow time) {
        return stream.equals(other) && window.overlaps(time);
    }
}
