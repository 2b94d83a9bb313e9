package org.sharpeyes.model;

import java.time.Duration;
import java.time.Instant;

/** From {@code from} (included) until {@code to} (excluded); never empty. */
public record TimeWindow(Instant from, Instant to) {
    public TimeWindow {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("to: " + to + " (expected: after from, " + from + ")");
        }
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    public boolean contains(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(to);
    }

    public boolean overlaps(TimeWindow other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }
}
