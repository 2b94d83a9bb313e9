package org.sharpeyes.gateway.probe;

import java.time.Duration;

/**
 * How cameras are asked.
 *
 * @param timeout an answer later than this is none
 * @param interval between two probes of a camera, up to {@code manyCameras}
 * @param intervalOfMany the same at ten thousand cameras; between the two numbers it grows evenly
 * @param loginInterval between two checks of a password that was accepted last
 * @param clockTolerance a clock further off is a fault
 */
public record ProbeSettings(
        Duration timeout, Duration interval, Duration intervalOfMany, Duration loginInterval, Duration clockTolerance) {
    public static final ProbeSettings DEFAULT = new ProbeSettings(
            Duration.ofMillis(3300),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    private static final int MANY = 1_000;
    private static final int VERY_MANY = 10_000;

    public ProbeSettings {
        positive("timeout", timeout);
        positive("interval", interval);
        positive("interval-of-many", intervalOfMany);
        positive("login-interval", loginInterval);
        positive("clock-tolerance", clockTolerance);
        if (timeout.compareTo(interval) >= 0) {
            throw new IllegalArgumentException(
                    "gateway.probe.timeout: " + timeout + " (expected: shorter than the interval, " + interval + ")");
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("gateway.probe." + key + ": " + value + " (expected: > 0)");
        }
    }

    /** Between two probes of one camera when there are so many. */
    public Duration intervalFor(int cameras) {
        if (cameras <= MANY) {
            return interval;
        }
        double share = Math.min(1.0, (cameras - MANY) / (double) (VERY_MANY - MANY));
        return interval.plusMillis((long) (share * (intervalOfMany.toMillis() - interval.toMillis())));
    }
}
