package org.sharpeyes.access.request;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Limits of requests and grants.
 *
 * @param decideWithin after what time an undecided request lapses, and its hold is destroyed
 * @param windowLongest longest window of one request
 * @param grantFor how long a grant is open when the request does not say
 * @param grantLongest how long at most
 * @param reviewWithin how long a break-glass may wait for its review before it escalates, and again each time after
 * @param policy what holds where no area above a point has a policy of its own
 */
public record ControlSettings(
        Duration decideWithin,
        Duration windowLongest,
        Duration grantFor,
        Duration grantLongest,
        Duration reviewWithin,
        ApprovalPolicy policy) {
    public ControlSettings {
        positive("control.decide-within", decideWithin);
        positive("control.window-longest", windowLongest);
        positive("control.grant-for", grantFor);
        positive("control.review-within", reviewWithin);
        requireNonNull(policy, "control.policy");
        if (grantLongest.compareTo(grantFor) < 0) {
            throw new IllegalArgumentException("control.grant-longest: " + grantLongest
                    + " (expected: at least control.grant-for, " + grantFor + ")");
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: more than 0)");
        }
    }
}
