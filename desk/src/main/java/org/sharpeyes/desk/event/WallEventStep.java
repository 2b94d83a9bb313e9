package org.sharpeyes.desk.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.Words;

/**
 * One step in the life of a wall event.
 *
 * @param id of the step; an answer that is sent twice has the same
 * @param picture that goes with it, {@code null} for none
 */
public record WallEventStep(
        UUID id,
        UUID event,
        int version,
        What what,
        String actor,
        String text,
        @Nullable UUID picture,
        Instant at) {
    /** What was done. */
    public enum What {
        REPORTED,
        ASSIGNED,
        ANSWERED,
        RATED,
        CLOSED
    }

    public WallEventStep {
        text = Words.checked("text", text, 0, 2_000);
    }
}
