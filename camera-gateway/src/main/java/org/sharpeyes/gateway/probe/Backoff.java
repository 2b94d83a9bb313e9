package org.sharpeyes.gateway.probe;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long until a camera that did not answer is asked again.
 *
 * @param soon while it may still be a short drop: misses must come within seconds of each other to prove anything
 * @param later once it is known to be gone
 * @param random uniform on [0, 1): cameras that fell silent together must not be asked together
 */
public record Backoff(Duration soon, Duration later, DoubleSupplier random) {
    /** Misses that are followed up soon: one more than what proves a camera down. */
    private static final int SOON_MISSES = 4;

    private static final double JITTER = 0.2;

    /** Nanoseconds until the attempt after {@code misses} misses in a row. */
    public long delayNanos(int misses) {
        Duration base = misses <= SOON_MISSES ? soon : later;
        return jittered(base);
    }

    /** 80 to 100 % of {@code base}: an interval that is promised is never exceeded. */
    public long jittered(Duration base) {
        return (long) (base.toNanos() * (1 - JITTER * random.getAsDouble()));
    }
}
