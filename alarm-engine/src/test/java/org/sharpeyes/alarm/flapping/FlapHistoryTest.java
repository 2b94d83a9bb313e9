package org.sharpeyes.alarm.flapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FlapHistoryTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void threeNewestAlternationsAreNotFlappingAndFourAre() {
        FlapHistory history = new FlapHistory(true, 0);
        history.record(false, SECOND);
        history.record(true, 2 * SECOND);
        assertThat(history.record(false, 3 * SECOND)).isFalse();
        assertThat(history.percent()).isCloseTo(18.4, within(0.05));
        assertThat(history.record(true, 4 * SECOND)).isTrue();
        assertThat(history.percent()).isCloseTo(24.2, within(0.05));
    }

    @Test
    void quietMinutesEndIt() {
        FlapHistory history = new FlapHistory(true, 0);
        for (int i = 1; i <= 6; i++) {
            history.record(i % 2 == 0, i * SECOND);
        }
        assertThat(history.flapping(6 * SECOND)).isTrue();
        assertThat(history.flapping(10 * 60 * SECOND)).isTrue();
        assertThat(history.flapping(30 * 60 * SECOND)).isFalse();
    }

    @Test
    void equalsTheReferenceOnRandomHistories() {
        compareWithReference(100_000);
    }

    @Test
    @Tag("soak")
    @Tag("soak-flapping")
    void equalsTheReferenceOnAMillionRandomHistories() {
        compareWithReference(1_000_000);
    }

    private static void compareWithReference(int histories) {
        SplittableRandom random = new SplittableRandom(histories);
        for (int h = 0; h < histories; h++) {
            FlapHistory history = new FlapHistory(true, 0);
            Reference reference = new Reference();
            double toggling = random.nextDouble();
            long now = 0;
            long lastEntry = 0;
            boolean up = true;
            for (int i = 0; i < 30; i++) {
                now += random.nextInt(4) == 0 ? random.nextLong(400 * SECOND) : random.nextLong(50 * SECOND);
                while (now - lastEntry >= FlapHistory.STEADY_NANOS) {
                    lastEntry += FlapHistory.STEADY_NANOS;
                    reference.check(up);
                }
                up = random.nextDouble() < toggling ? !up : up;
                lastEntry = now;
                reference.check(up);
                boolean flapping = history.record(up, now);
                if (flapping != reference.flapping || Math.abs(history.percent() - reference.percent()) > 1e-9) {
                    throw new AssertionError("history " + h + ", entry " + i + ": " + flapping + " at "
                            + history.percent() + " % (expected: " + reference.flapping + " at "
                            + reference.percent() + " %)");
                }
            }
        }
    }

    /** The rule as the Nagios documentation tells it: the last 21 states, the 20 steps between them. */
    private static final class Reference {
        private final boolean[] states = new boolean[21];
        private boolean flapping;

        Reference() {
            Arrays.fill(states, true);
        }

        void check(boolean up) {
            System.arraycopy(states, 1, states, 0, states.length - 1);
            states[states.length - 1] = up;
            double percent = percent();
            if (!flapping && percent >= 20 - 1e-9) {
                flapping = true;
            } else if (flapping && percent <= 5 + 1e-9) {
                flapping = false;
            }
        }

        double percent() {
            double sum = 0;
            for (int x = 1; x < states.length; x++) {
                if (states[x] != states[x - 1]) {
                    sum += 0.75 + (x - 1) * 0.5 / 19;
                }
            }
            return sum / 20 * 100;
        }
    }
}
