package org.sharpeyes.testkit.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How cameras guard against guessing: five wrong passwords in a row, over all services together, lock the account for
 * half an hour, and then the right password does not help either. Confined to the device's loop.
 */
final class LockOut {
    static final int LIMIT = 5;
    static final Duration PENALTY = Duration.ofMinutes(30);

    private int failures;
    private @Nullable Instant until;

    boolean locked(Instant now) {
        if (until != null && !now.isBefore(until)) {
            until = null;
            failures = 0;
        }
        return until != null;
    }

    /** @return whether this failure locked the device */
    boolean failed(Instant now) {
        failures++;
        if (failures < LIMIT || locked(now)) {
            return false;
        }
        until = now.plus(PENALTY);
        return true;
    }

    void succeeded() {
        failures = 0;
    }

    Optional<Instant> until() {
        return Optional.ofNullable(until);
    }
}
