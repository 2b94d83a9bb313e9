package org.sharpeyes.benchmarks.relay;

import java.util.Arrays;

/** Figures of one measuring window. Confined to one thread; add up with {@link #add}. */
final class Tally {
    private static final int BUCKET_MICROS = 100;
    private static final int BUCKETS = 100_000;

    private final int[] delays = new int[BUCKETS];
    private long delayCount;
    long bytes;
    long packets;
    long pictures;
    long lostPackets;
    long worstPauseNanos;

    void delay(long nanos) {
        int bucket = (int) Math.min(BUCKETS - 1, Math.max(0, nanos / 1_000 / BUCKET_MICROS));
        delays[bucket]++;
        delayCount++;
    }

    void add(Tally other) {
        bytes += other.bytes;
        packets += other.packets;
        pictures += other.pictures;
        lostPackets += other.lostPackets;
        worstPauseNanos = Math.max(worstPauseNanos, other.worstPauseNanos);
        delayCount += other.delayCount;
        for (int i = 0; i < BUCKETS; i++) {
            delays[i] += other.delays[i];
        }
    }

    void reset() {
        Arrays.fill(delays, 0);
        delayCount = 0;
        bytes = 0;
        packets = 0;
        pictures = 0;
        lostPackets = 0;
        worstPauseNanos = 0;
    }

    /** @param share 0.5 for the median; milliseconds, within 0.1 ms */
    double delayMillis(double share) {
        long wanted = Math.max(1, Math.round(delayCount * share));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += delays[i];
            if (seen >= wanted) {
                return i * BUCKET_MICROS / 1_000.0;
            }
        }
        return Double.NaN;
    }

    double gigabits() {
        return bytes * 8 / 1e9;
    }
}
