package org.sharpeyes.media;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No bytes may make a parser throw anything but what it declares, or leak. Jazzer drives the first methods when it is asked
 * to ({@code JAZZER_FUZZ=1}, one at a time); without it they replay kept findings, and the last one mutates by itself.
 */
class ParserFuzzTest {
    private static final long SEED = 20261123;

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void rtsp(byte[] data) {
        FuzzTarget.RTSP.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void headers(byte[] data) {
        FuzzTarget.HEADERS.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void digest(byte[] data) {
        FuzzTarget.DIGEST.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void sdp(byte[] data) {
        FuzzTarget.SDP.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void tunnel(byte[] data) {
        FuzzTarget.TUNNEL.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void rtp(byte[] data) {
        FuzzTarget.RTP.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void h264(byte[] data) {
        FuzzTarget.H264.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void h265(byte[] data) {
        FuzzTarget.H265.run(data);
    }

    @FuzzTest(maxDuration = "10s")
    @Tag("fuzz")
    void parameterSets(byte[] data) {
        FuzzTarget.PARAMETER_SETS.run(data);
    }

    @ParameterizedTest
    @EnumSource(FuzzTarget.class)
    void aThousandMutationsAreSurvived(FuzzTarget target) {
        mutate(target, 1_000);
    }

    @ParameterizedTest
    @EnumSource(FuzzTarget.class)
    @Tag("fuzz")
    void manyMutationsAreSurvived(FuzzTarget target) {
        mutate(target, 100_000);
    }

    /** {@code ./sharp-eyes soak fuzz}. */
    @ParameterizedTest
    @EnumSource(FuzzTarget.class)
    @Tag("soak")
    @Tag("soak-fuzz")
    void aMillionMutationsAreSurvived(FuzzTarget target) {
        long begin = System.nanoTime();
        mutate(target, 1_000_000);
        System.out.printf("fuzz %s: 1000000 executions, %.1f s%n", target, (System.nanoTime() - begin) / 1e9);
    }

    private static void mutate(FuzzTarget target, int rounds) {
        Random random = new Random(SEED);
        for (int round = 0; round < rounds; round++) {
            byte[] data = target.seed().clone();
            for (int i = random.nextInt(8); i >= 0 && data.length > 0; i--) {
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
