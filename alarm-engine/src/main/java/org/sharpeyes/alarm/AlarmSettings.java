package org.sharpeyes.alarm;

import java.time.Duration;

/**
 * The numbers of the alarm rules.
 *
 * @param probeInterval how often each camera is probed; failures within two of them are "together"
 * @param missesToDown unanswered rounds of probing before a camera is down
 * @param downAfter not down before this long after the first missed probe was sent
 * @param roundGap from one round of fast re-probes to the next, about one time-out
 * @param siblingSample how many siblings one suspect has probed at once, at most
 * @param siblingWait how long a camera's own incident waits for its siblings, at most
 * @param closeAfter unbroken proof before an incident closes
 * @param reopenWithin the same fault again within this time reopens the old incident
 * @param pauseIsOurs a silence of our own clock ticks longer than this is our pause, and proves nothing about cameras
 * @param blindAfterPause a pause longer than this is told as "monitoring was blind"
 */
public record AlarmSettings(
        Duration probeInterval,
        int missesToDown,
        Duration downAfter,
        Duration roundGap,
        int siblingSample,
        Duration siblingWait,
        Duration closeAfter,
        Duration reopenWithin,
        Duration pauseIsOurs,
        Duration blindAfterPause) {
    public AlarmSettings {
        positive("alarm.probe-interval", probeInterval);
        positive("alarm.down-after", downAfter);
        positive("alarm.round-gap", roundGap);
        positive("alarm.sibling-wait", siblingWait);
        positive("alarm.close-after", closeAfter);
        positive("alarm.reopen-within", reopenWithin);
        positive("alarm.pause-is-ours", pauseIsOurs);
        positive("alarm.blind-after-pause", blindAfterPause);
        atLeast("alarm.misses-to-down", missesToDown, 1);
        atLeast("alarm.sibling-sample", siblingSample, 3);
    }

    /** The rule of the design for a site of this many cameras: probes each 5 s up to 1,000, each 20 s above. */
    public static AlarmSettings forCameras(int cameras) {
        return withProbeInterval(Duration.ofSeconds(cameras <= 1_000 ? 5 : 20));
    }

    public static AlarmSettings withProbeInterval(Duration probeInterval) {
        return new AlarmSettings(
                probeInterval,
                3,
                Duration.ofMillis(9_900),
                Duration.ofMillis(3_300),
                32,
                Duration.ofSeconds(5),
                Duration.ofSeconds(90),
                Duration.ofHours(24),
                Duration.ofSeconds(3),
                Duration.ofSeconds(15));
    }

    /** Failures that began within this span of each other may share one cause. */
    Duration together() {
        return probeInterval.multipliedBy(2);
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: more than 0)");
        }
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: at least " + least + ")");
        }
    }
}
