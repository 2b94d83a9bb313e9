package org.sharpeyes.desk.handover;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.DeskProblem;
import org.sharpeyes.desk.Words;
import org.sharpeyes.model.UserId;

/**
 * One shift given to the next. Immutable.
 *
 * @param facts JSON as it was when the giver signed; never computed again
 * @param taker {@code null} until somebody took it
 */
public record Handover(
        UUID id,
        Instant since,
        Instant givenAt,
        UserId giver,
        String giverName,
        String notes,
        String facts,
        @Nullable UserId taker,
        @Nullable String takerName,
        @Nullable String remarks,
        @Nullable Instant takenAt) {
    public Handover {
        requireNonNull(id, "id");
        notes = Words.checked("notes", notes, 0, 4_000);
        if (remarks != null) {
            remarks = Words.checked("remarks", remarks, 0, 4_000);
        }
    }

    /** @throws DeskProblem if it was taken already, or by who gave it */
    public Handover taken(UserId by, String name, String words, Instant now) {
        if (taker != null) {
            throw DeskProblem.conflict("the handover was taken by " + takerName + " at " + takenAt);
        }
        if (giver.equals(by)) {
            throw DeskProblem.conflict(
                    "the handover was given by " + giverName + " (expected: another person takes it)");
        }
        return new Handover(id, since, givenAt, giver, giverName, notes, facts, by, name, words, now);
    }
}
