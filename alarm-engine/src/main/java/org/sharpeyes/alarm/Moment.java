package org.sharpeyes.alarm;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * When an input was taken up.
 *
 * @param nanos monotonic clock; every rule counts by it
 * @param wall wall clock; only shown, stored, and compared with planned times. It may step without harm
 */
public record Moment(long nanos, Instant wall) {
    public Moment {
        requireNonNull(wall, "wall");
    }
}
