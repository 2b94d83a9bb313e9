package org.sharpeyes.alarm.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * When each camera is probed in turn: again after 80 to 100 % of the interval, as the gateway does it. A wheel of
 * milliseconds, so that a probe costs the same however many cameras there are. Not thread-safe.
 */
final class RegularProbes {
    private static final long SLOT_NANOS = 1_000_000;
    private static final double JITTER = 0.2;

    private final long intervalSlots;
    private final SplittableRandom random;

    /** First camera of each slot, and the next one of the same slot after a camera; -1: none. */
    private final int[] first;

    private final int[] next;
    private long slot;

    RegularProbes(int cameras, long intervalNanos, SplittableRandom random) {
        this.intervalSlots = intervalNanos / SLOT_NANOS;
        this.random = random;
        this.first = new int[(int) intervalSlots + 1];
        this.next = new int[cameras];
        Arrays.fill(first, -1);
        for (int camera = 0; camera < cameras; camera++) {
            plan(camera, random.nextLong(intervalSlots));
        }
        slot = 0;
        seek();
    }

    /** When the next probe is due; {@link Long#MAX_VALUE} without cameras. */
    long nextAt() {
        return next.length == 0 ? Long.MAX_VALUE : slot * SLOT_NANOS;
    }

    /** The camera whose turn it is; its next turn is planned. */
    int next() {
        int camera = first[index(slot)];
        first[index(slot)] = next[camera];
        long gap = (long) (intervalSlots * (1 - JITTER * random.nextDouble()));
        plan(camera, slot + Math.max(1, gap));
        seek();
        return camera;
    }

    /** Turns that fall due meanwhile are not taken: we stand still. */
    void skipUntil(long nanos) {
        while (nextAt() <= nanos) {
            next();
        }
    }

    private void plan(int camera, long at) {
        next[camera] = first[index(at)];
        first[index(at)] = camera;
    }

    private void seek() {
        if (next.length > 0) {
            while (first[index(slot)] < 0) {
                slot++;
            }
        }
    }

    private int index(long at) {
        return (int) (at % first.length);
    }
}
