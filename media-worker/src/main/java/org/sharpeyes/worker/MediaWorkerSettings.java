package org.sharpeyes.worker;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param processes worker processes at most; each costs about 100 MB while it lives and one core while it decodes
 * @param queue requests that may wait for a worker; one more is refused as busy
 * @param maxKeyFrameBytes largest key frame handed to a worker
 * @param wallTime after which a worker that has not answered is killed
 * @param cpuTime of one request after which the worker is killed; less than the wall time, which a busy machine stretches
 * @param heapMegabytes Java heap of a worker
 * @param addressSpaceMegabytes all memory of a worker, native included (RLIMIT_AS)
 * @param jobsPerProcess after which a worker is replaced, so that a slow leak never matters
 * @param folder where natives are unpacked (65 MB) and worker files lie
 */
public record MediaWorkerSettings(
        int processes,
        int queue,
        int maxKeyFrameBytes,
        Duration wallTime,
        Duration cpuTime,
        int heapMegabytes,
        int addressSpaceMegabytes,
        int jobsPerProcess,
        Path folder) {

    /** An 8K key frame of a bad day, with room. No setting may go beyond it: the pipe's frames are bounded by it. */
    public static final int LARGEST_KEY_FRAME_BYTES = 16 << 20;

    public MediaWorkerSettings {
        requireNonNull(wallTime, "media-worker.wall-time");
        requireNonNull(cpuTime, "media-worker.cpu-time");
        requireNonNull(folder, "media-worker.folder");
        inRange("processes", processes, 1, 64);
        inRange("queue", queue, 1, 10_000);
        inRange("max-key-frame-bytes", maxKeyFrameBytes, 1_024, LARGEST_KEY_FRAME_BYTES);
        inRange("heap-megabytes", heapMegabytes, 32, 1_024);
        inRange("address-space-megabytes", addressSpaceMegabytes, 512, 16_384);
        inRange("jobs-per-process", jobsPerProcess, 1, 1_000_000);
        positive("wall-time", wallTime);
        positive("cpu-time", cpuTime);
    }

    /** Two processes, sized for 4K cameras. */
    public static MediaWorkerSettings defaults(Path folder) {
        return new MediaWorkerSettings(
                2, 64, 4 << 20, Duration.ofSeconds(15), Duration.ofSeconds(5), 48, 1_536, 2_000, folder);
    }

    private static void inRange(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "media-worker." + key + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("media-worker." + key + ": " + value + " (expected: > 0)");
        }
    }
}
