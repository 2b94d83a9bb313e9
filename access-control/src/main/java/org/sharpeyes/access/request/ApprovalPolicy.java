package org.sharpeyes.access.request;

import java.time.Duration;
import java.util.List;

/**
 * What a request needs before anything opens. The law and local rules differ: a policy belongs to an area.
 *
 * @param persons how many different people must approve: 1 or 2
 * @param supervisor whether one of them must be a superior
 * @param breakGlass whether somebody may open it at once by his own word, to be reviewed afterwards
 * @param breakGlassFor how long that opens it; at most a day
 */
public record ApprovalPolicy(int persons, boolean supervisor, boolean breakGlass, Duration breakGlassFor) {
    private static final Duration LONGEST_BREAK_GLASS = Duration.ofDays(1);

    public ApprovalPolicy {
        if (persons != 1 && persons != 2) {
            throw new IllegalArgumentException("persons: " + persons + " (expected: 1 or 2)");
        }
        if (breakGlassFor.isNegative() || breakGlassFor.isZero() || breakGlassFor.compareTo(LONGEST_BREAK_GLASS) > 0) {
            throw new IllegalArgumentException("breakGlassFor: " + breakGlassFor + " (expected: more than 0, at most "
                    + LONGEST_BREAK_GLASS + ")");
        }
    }

    /** What holds for a request that lies in areas of both. */
    public ApprovalPolicy strictest(ApprovalPolicy other) {
        return new ApprovalPolicy(
                Math.max(persons, other.persons),
                supervisor || other.supervisor,
                breakGlass && other.breakGlass,
                breakGlassFor.compareTo(other.breakGlassFor) <= 0 ? breakGlassFor : other.breakGlassFor);
    }

    boolean satisfiedBy(List<Vote> votes) {
        long different = votes.stream().map(Vote::by).distinct().count();
        return different >= persons && (!supervisor || votes.stream().anyMatch(Vote::supervisor));
    }
}
