package org.sharpeyes.registry.pose;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A known value of a pose.
 *
 * @param error the true value lies within {@code value ± error}; same unit as the value
 * @param date when it was found, if that is known
 */
public record Reading(
        double value,
        ReadingSource source,
        double error,
        @Nullable LocalDate date) {
    public Reading {
        requireNonNull(source, "source");
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value: " + value + " (expected: a finite number)");
        }
        if (!(error >= 0 && error <= 1e6)) {
            throw new IllegalArgumentException("error: " + error + " (expected: 0 or more)");
        }
    }

    public double least() {
        return value - error;
    }

    public double most() {
        return value + error;
    }
}
