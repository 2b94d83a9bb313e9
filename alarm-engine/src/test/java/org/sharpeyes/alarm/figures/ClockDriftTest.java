package org.sharpeyes.alarm.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockDriftTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static List<ClockDrift.Sample> line(int hours, double from, double perDay) {
        List<ClockDrift.Sample> samples = new ArrayList<>();
        for (int hour = 0; hour <= hours; hour++) {
            double noise = hour % 2 == 0 ? 0.05 : -0.05;
            samples.add(new ClockDrift.Sample(START.plus(Duration.ofHours(hour)), from + perDay * hour / 24 + noise));
        }
        return samples;
    }

    @Test
    void aClockThatGainsASecondADayBreachesWhenTheLineSaysSo() {
        ClockDrift drift = ClockDrift.of(line(48, 0, 1), TOLERANCE);
        assertThat(drift).isNotNull();
        assertThat(drift.secondsPerDay()).isCloseTo(1, within(0.05));
        assertThat(drift.offsetSeconds()).isCloseTo(2, within(0.1));
        assertThat(Duration.between(START.plus(Duration.ofDays(5)), drift.breachAt())
                        .abs())
                .isLessThan(Duration.ofHours(4));
    }

    @Test
    void aClockThatWasSetBeginsANewLine() {
        List<ClockDrift.Sample> samples = new ArrayList<>(line(24, -40, -2));
        for (ClockDrift.Sample sample : line(24, 0, 0.5)) {
            samples.add(new ClockDrift.Sample(sample.at().plus(Duration.ofHours(25)), sample.offsetSeconds()));
        }
        ClockDrift drift = ClockDrift.of(samples, TOLERANCE);
        assertThat(drift).isNotNull();
        assertThat(drift.secondsPerDay()).isCloseTo(0.5, within(0.1));
    }

    @Test
    void tooLittleIsNoLineAndWhatIsOutsideHasNoDate() {
        assertThat(ClockDrift.of(line(0, 0, 1), TOLERANCE)).isNull();
        ClockDrift outside = ClockDrift.of(line(24, 60, 1), TOLERANCE);
        assertThat(outside).isNotNull();
        assertThat(outside.breachAt()).isNull();
    }
}
