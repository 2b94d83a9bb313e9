package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import org.sharpeyes.model.TimeWindow;

/**
 * A stretch of time of which a stream has no recording, as a fact of its own.
 *
 * @param detail what was seen, in words; never holds a credential
 */
public record Gap(TimeWindow window, GapCause cause, String detail) {
    public Gap {
        requireNonNull(window, "window");
        requireNonNull(cause, "cause");
        requireNonNull(detail, "detail");
    }

    public Gap within(TimeWindow other) {
        return new Gap(Windows.intersection(window, other).orElseThrow(), cause, detail);
    }
}
