package org.sharpeyes.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbeWheelTest {
    @Test
    void everythingComesOnceNeverEarlyAndAtMostOneTickLate() {
        Random random = new Random(7);
        ProbeWheel<Long> wheel = new ProbeWheel<>(16, 10, 1_000);
        int added = 0;
        List<Long> early = new ArrayList<>();
        List<Long> late = new ArrayList<>();
        int[] seen = {0};
        for (long now = 1_000; now < 20_000; now += 10) {
            if (now < 15_000) {
                long due = now + random.nextInt(900);
                wheel.add(due, due);
                added++;
            }
            long at = now;
            wheel.turn(now, due -> {
                seen[0]++;
                if (due > at) {
                    early.add(due);
                } else if (due < at - 20) {
                    late.add(due);
                }
            });
        }
        assertThat(early).isEmpty();
        assertThat(late).isEmpty();
        assertThat(seen[0]).isEqualTo(added);
    }

    @Test
    void aPauseOfOursIsCaughtUpInOneTurn() {
        ProbeWheel<String> wheel = new ProbeWheel<>(16, 10, 0);
        wheel.add("soon", 50);
        wheel.add("later", 1_000);
        wheel.add("much later", 100_000);
        List<String> due = new ArrayList<>();
        wheel.turn(50_000, due::add);
        assertThat(due).containsExactlyInAnyOrder("soon", "later");
    }
}
