package org.sharpeyes.relay.webrtc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No bytes may make a parser of the WebRTC door throw anything but what it declares. Jazzer drives the first methods when it
 * is asked to ({@code JAZZER_FUZZ=1}, one at a time); without it they replay kept findings, and the last ones mutate by
 * themselves.
 */
class RtcFuzzTest {
    private static final long SEED = 20261126;

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void stun(byte[] data) {
        RtcFuzzTarget.STUN.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void rtcpFeedback(byte[] data) {
        RtcFuzzTarget.RTCP_FEEDBACK.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void whepOffer(byte[] data) {
        RtcFuzzTarget.WHEP_OFFER.run(data);
    }

    @ParameterizedTest
    @EnumSource(RtcFuzzTarget.class)
    void aThousandMutationsAreSurvived(RtcFuzzTarget target) {
        mutate(target, 1_000);
    }

    @ParameterizedTest
    @EnumSource(RtcFuzzTarget.class)
    @Tag("fuzz")
    void manyMutationsAreSurvived(RtcFuzzTarget target) {
        mutate(target, 8_000);
    }

    /** {@code ./sharp-eyes soak fuzz}. */
    @ParameterizedTest
    @EnumSource(RtcFuzzTarget.class)
    @Tag("soak")
    @Tag("soak-fuzz")
    void aMillionMutationsAreSurvived(RtcFuzzTarget target) {
        long begin = System.nanoTime();
        mutate(target, 1_000_000);
        System.out.printf("fuzz %s: 1000000 executions, %.1f s%n", target, (System.nanoTime() - begin) / 1e9);
    }

    private static void mutate(RtcFuzzTarget target, int rounds) {
        Random random = new Random(SEED);
        for (int round = 0; round < rounds; round++) {
            byte[] data = target.seed().clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
                data[random.nextInt(data.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(4));
            }
            byte[] cut = Arrays.copyOf(data, random.nextInt(data.length + 1));
            try {
                target.run(random.nextInt(4) == 0 ? cut : data);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(target + ", seed " + SEED + ", round " + round, e);
            }
        }
    }
}
