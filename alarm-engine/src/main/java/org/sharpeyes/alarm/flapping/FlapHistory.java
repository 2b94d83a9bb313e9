package org.sharpeyes.alarm.flapping;

/**
 * The last 21 hard states of one camera and whether they change too often, by the rule of Nagios: each of the 20 possible
 * changes weighs {@code 0.75 + (x − 1) · 0.5 / 19} (x = 1 oldest … 20 newest); flapping starts at 20 % of the weight and
 * stops at 5 %, in between it stays as it is.
 *
 * <p>An entry is one hard state (or soft recovery). Nagios gets one a check; here a change is an entry at once, and each
 * {@link #STEADY_NANOS} without one is an entry that repeats the last. Long quiet is filled in when it is asked for, so a
 * quiet camera costs nothing.
 *
 * <p>Confined to the engine's thread.
 */
public final class FlapHistory {
    public static final int CHANGES = 20;

    /** A camera that holds its state gets an entry each minute. */
    public static final long STEADY_NANOS = 60_000_000_000L;

    /** Percent of the whole weight (20) at which flapping starts. */
    public static final int START_PERCENT = 20;

    /** Percent at which it stops. */
    public static final int STOP_PERCENT = 5;

    private static final int UNIT = 76;
    private static final int MASK = (1 << CHANGES) - 1;

    /** Bit 0 is the newest change. */
    private int changes;

    private boolean lastUp;
    private boolean flapping;
    private long lastEntryAt;

    public FlapHistory(boolean up, long nowNanos) {
        this.lastUp = up;
        this.lastEntryAt = nowNanos;
    }

    /**
     * Adds one hard state.
     *
     * @return whether the camera is flapping now
     */
    public boolean record(boolean up, long nowNanos) {
        fillQuiet(nowNanos);
        push(up != lastUp);
        lastUp = up;
        lastEntryAt = nowNanos;
        return flapping;
    }

    /** Whether the camera is flapping, the quiet minutes until {@code nowNanos} counted. */
    public boolean flapping(long nowNanos) {
        fillQuiet(nowNanos);
        return flapping;
    }

    /** Share of the weight that changed, in percent, as of the last entry. */
    public double percent() {
        return changedWeight() * 100.0 / (CHANGES * UNIT);
    }

    /** In units of {@code 1/76}, in which every weight is whole: the thresholds are met exactly or not at all. */
    private int changedWeight() {
        int sum = 0;
        for (int age = 0; age < CHANGES; age++) {
            if ((changes >> age & 1) == 1) {
                int x = CHANGES - age;
                sum += 57 + 2 * (x - 1);
            }
        }
        return sum;
    }

    private void fillQuiet(long nowNanos) {
        long quiet = (nowNanos - lastEntryAt) / STEADY_NANOS;
        if (quiet <= 0) {
            return;
        }
        lastEntryAt += quiet * STEADY_NANOS;
        if (changes == 0 && !flapping) {
            return;
        }
        for (long i = 0; i < Math.min(quiet, CHANGES + 1L); i++) {
            push(false);
        }
    }

    private void push(boolean changed) {
        changes = (changes << 1 | (changed ? 1 : 0)) & MASK;
        int percent = changedWeight() * 100;
        int whole = CHANGES * UNIT;
        if (flapping ? percent <= STOP_PERCENT * whole : percent >= START_PERCENT * whole) {
            flapping = !flapping;
        }
    }
}
