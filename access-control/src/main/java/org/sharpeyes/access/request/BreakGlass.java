package org.sharpeyes.access.request;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.UserId;

/**
 * Opened by the requester's own word; another person must look at it afterwards.
 *
 * @param reason why it could not wait
 * @param reviewBy when it escalates, for the first time or again
 * @param escalation how often it has escalated
 */
public record BreakGlass(
        String reason,
        Instant reviewBy,
        int escalation,
        @Nullable Review review) {
    /** What that other person found. */
    public record Review(UserId by, Instant at, boolean justified, String comment) {
        public Review {
            requireNonNull(by, "by");
            requireNonNull(at, "at");
            Texts.required("comment", comment, Texts.LONG);
        }
    }

    public BreakGlass {
        Texts.required("breakGlass", reason, Texts.LONG);
        requireNonNull(reviewBy, "review by");
    }

    /** Whether it waits for a review longer than it may. */
    public boolean overdue(Instant now) {
        return review == null && (escalation > 0 || !now.isBefore(reviewBy));
    }
}
