package org.sharpeyes.server.health;

import org.jspecify.annotations.Nullable;

/**
 * A share with its two counters, the words of its formula and what it should reach.
 *
 * @param value {@code null} while there is nothing to divide by
 * @param oldestSampleSeconds how old the oldest evidence behind it is; {@code null} for what is stored
 */
record Rate(
        @Nullable Double value,
        double numerator,
        double denominator,
        String formula,
        double target,
        @Nullable Double oldestSampleSeconds) {
    static Rate of(double numerator, double denominator, String formula, double target, @Nullable Double oldest) {
        return new Rate(
                denominator == 0 ? null : numerator / denominator, numerator, denominator, formula, target, oldest);
    }
}
