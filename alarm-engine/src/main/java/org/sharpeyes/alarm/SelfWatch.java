package org.sharpeyes.alarm;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Evidence about ourselves: whether we can see at all. How many cameras are lost never counts here. Confined to the
 * engine's thread.
 */
final class SelfWatch {
    private static final long CLOCK_STEP_MILLIS = 2_000;
    private static final int SILENT_AFTER = 2;
    private static final int CLOCK_WITNESSES = 3;

    private final Map<String, Boolean> interfaces = new TreeMap<>();

    /** Unanswered askings in a row, per control target. */
    private final Map<String, Integer> controls = new TreeMap<>();

    private boolean clockKnown;
    private long clockOffset;
    private boolean clockTrusted = true;
    private int clockGood;
    private int clockBad;

    void observed(AlarmInput.SelfSource source, String what, boolean good) {
        switch (source) {
            case INTERFACE -> interfaces.put(what, good);
            case CONTROL_TARGET -> controls.merge(what, good ? 0 : 1, (before, add) -> good ? 0 : before + add);
            case CLOCK -> {
                if (good) {
                    trustClock();
                } else {
                    distrustClock();
                }
            }
        }
    }

    /** Why we are blind, or {@code null} while we see. */
    @Nullable
    String blindBecause() {
        if (!interfaces.isEmpty() && interfaces.values().stream().noneMatch(good -> good)) {
            return "our own interface is down: " + String.join(", ", interfaces.keySet());
        }
        if (!controls.isEmpty() && controls.values().stream().allMatch(misses -> misses >= SILENT_AFTER)) {
            return "every control target is silent: " + String.join(", ", controls.keySet());
        }
        return null;
    }

    /** The newest word of every control target is silence, which is not yet enough to be sure: decide nothing. */
    boolean doubtful() {
        return blindBecause() != null
                || !controls.isEmpty() && controls.values().stream().allMatch(misses -> misses > 0);
    }

    /** Compares the two clocks; a step of the wall clock against the monotonic one makes our clock doubtful. */
    void clocks(Moment now) {
        long offset = now.wall().toEpochMilli() - now.nanos() / 1_000_000;
        if (!clockKnown) {
            clockKnown = true;
            clockOffset = offset;
            return;
        }
        boolean stepped = Math.abs(offset - clockOffset) > CLOCK_STEP_MILLIS;
        if (clockTrusted) {
            if (stepped) {
                distrustClock();
            } else {
                clockOffset = offset;
            }
        } else if (!stepped) {
            clockTrusted = true;
        }
        if (!clockTrusted && clockGood >= CLOCK_WITNESSES && clockGood > clockBad) {
            clockOffset = offset;
            clockTrusted = true;
        }
    }

    /** What a camera's clock says: after a step of ours, the cameras are the witnesses. */
    void cameraClock(boolean right) {
        if (!clockTrusted) {
            if (right) {
                clockGood++;
            } else {
                clockBad++;
            }
        }
    }

    boolean clockTrusted() {
        return clockTrusted;
    }

    private void trustClock() {
        clockTrusted = true;
        clockKnown = false;
    }

    private void distrustClock() {
        clockTrusted = false;
        clockGood = 0;
        clockBad = 0;
    }
}
