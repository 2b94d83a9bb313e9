package org.sharpeyes.alarm.figures;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line through the measured offsets of a clock (least squares).
 *
 * @param offsetSeconds where the line is at the newest sample; positive: the camera is ahead
 * @param secondsPerDay its slope
 * @param breachAt when the offset leaves the tolerance if it goes on so; {@code null} if it does not, or already has
 */
public record ClockDrift(
        double offsetSeconds,
        double secondsPerDay,
        @Nullable Instant breachAt) {
    private static final int LEAST_SAMPLES = 3;
    private static final double DAY = 86_400;
    private static final Duration LEAST_SPAN = Duration.ofHours(1);
    private static final Duration LONGEST_FORECAST = Duration.ofDays(3_650);

    /** One measurement. */
    public record Sample(Instant at, double offsetSeconds) {}

    /**
     * A clock that was set begins a new line: only what lies after the last jump beyond {@code tolerance} counts.
     *
     * @param samples oldest first
     * @return {@code null} with too few samples, or too close together
     */
    public static @Nullable ClockDrift of(List<Sample> samples, Duration tolerance) {
        double limit = tolerance.toMillis() / 1000.0;
        int from = 0;
        for (int i = 1; i < samples.size(); i++) {
            if (Math.abs(samples.get(i).offsetSeconds() - samples.get(i - 1).offsetSeconds()) > limit) {
                from = i;
            }
        }
        List<Sample> line = samples.subList(from, samples.size());
        if (line.size() < LEAST_SAMPLES
                || Duration.between(line.get(0).at(), line.get(line.size() - 1).at())
                                .compareTo(LEAST_SPAN)
                        < 0) {
            return null;
        }
        Instant zero = line.get(0).at();
        double meanX = 0;
        double meanY = 0;
        for (Sample sample : line) {
            meanX += seconds(zero, sample.at()) / line.size();
            meanY += sample.offsetSeconds() / line.size();
        }
        double covariance = 0;
        double variance = 0;
        for (Sample sample : line) {
            double x = seconds(zero, sample.at()) - meanX;
            covariance += x * (sample.offsetSeconds() - meanY);
            variance += x * x;
        }
        double slope = covariance / variance;
        Instant newest = line.get(line.size() - 1).at();
        double now = meanY + slope * (seconds(zero, newest) - meanX);
        return new ClockDrift(now, slope * DAY, breach(newest, now, slope, limit));
    }

    private static @Nullable Instant breach(Instant newest, double now, double slope, double limit) {
        if (Math.abs(now) > limit || slope == 0) {
            return null;
        }
        double left = (slope > 0 ? limit - now : -limit - now) / slope;
        return left > LONGEST_FORECAST.toSeconds() ? null : newest.plusMillis((long) (left * 1000));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
