package org.sharpeyes.server.snapshots;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * @param fresh a picture younger than this is given again without asking the stream
 * @param patience how long one request waits for a key frame
 * @param pauseAfterFailure how long a camera that gave no picture is not asked again
 * @param captures key frames that are waited for at once; more are told to come again
 * @param keptBytes of pictures in memory, the least recently asked for goes first
 * @param recordEvery one access record stands for all pictures of one camera that one person sees in this time
 */
record SnapshotSettings(
        Duration fresh,
        Duration patience,
        Duration pauseAfterFailure,
        int captures,
        long keptBytes,
        Duration recordEvery) {
    SnapshotSettings {
        positive("fresh", fresh);
        positive("patience", patience);
        positive("pause-after-failure", pauseAfterFailure);
        positive("record-every", recordEvery);
        if (captures < 1) {
            throw new IllegalArgumentException("snapshots.captures: " + captures + " (expected: at least 1)");
        }
        if (keptBytes < 1 << 20) {
            throw new IllegalArgumentException("snapshots.kept-bytes: " + keptBytes + " (expected: at least 1 MiB)");
        }
    }

    private static void positive(String key, Duration value) {
        requireNonNull(value, "snapshots." + key);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("snapshots." + key + ": " + value + " (expected: > 0)");
        }
    }
}
