package org.sharpeyes.alarm.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.Priority;

/**
 * What a channel is told, and when.
 *
 * @param least incidents less urgent than this are not told
 * @param quiet hours in which only {@link Priority#TOP} goes out; the rest waits for their end
 * @param digest messages of so long are gathered into one; zero: each goes out by itself. TOP never waits
 * @param second the channel that is told as well when nobody acknowledged in time
 * @param secondAfter how long after it was told here
 */
public record ChannelRules(
        Priority least,
        @Nullable QuietHours quiet,
        Duration digest,
        @Nullable UUID second,
        Duration secondAfter) {
    private static final Duration LONGEST_DIGEST = Duration.ofDays(1);
    public static final ChannelRules EVERYTHING_AT_ONCE =
            new ChannelRules(Priority.LOW, null, Duration.ZERO, null, Duration.ofMinutes(10));

    public ChannelRules {
        requireNonNull(least, "least priority");
        if (digest.isNegative() || digest.compareTo(LONGEST_DIGEST) > 0) {
            throw new IllegalArgumentException("digest: " + digest + " (expected: 0 to one day)");
        }
        if (secondAfter.isNegative() || secondAfter.isZero()) {
            throw new IllegalArgumentException("second after: " + secondAfter + " (expected: more than 0)");
        }
    }

    boolean digests() {
        return !digest.isZero();
    }
}
