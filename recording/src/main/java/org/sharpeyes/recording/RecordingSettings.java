package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How recordings are kept.
 *
 * @param volumes folders that are written to; the one with the most room is taken
 * @param segment length of a file; it is cut at the first key frame after it
 * @param longestSegment where a file is cut without a key frame
 * @param sweep how often written data is forced to disk: what a power cut may cost
 * @param retry how often a failed volume is tried again
 * @param hang a volume that does not answer for so long has failed
 * @param queueBytes what may wait for one volume before data is refused
 * @param recorders threads that make files of pictures
 * @param whenFull what happens when a volume is full of recordings younger than their minimum
 */
public record RecordingSettings(
        List<VolumeSettings> volumes,
        Duration segment,
        Duration longestSegment,
        Duration sweep,
        Duration retry,
        Duration hang,
        long queueBytes,
        int recorders,
        WhenFull whenFull) {
    /**
     * One folder.
     *
     * @param path on the disk it is to fill
     * @param quotaBytes most that recordings may take there
     * @param keepFreeBytes least that stays free on the disk, whoever fills it
     */
    public record VolumeSettings(Path path, long quotaBytes, long keepFreeBytes) {
        public VolumeSettings {
            requireNonNull(path, "recording.volumes.path");
            if (quotaBytes < 1 << 20) {
                throw new IllegalArgumentException(
                        "recording.volumes.quota-bytes: " + quotaBytes + " (expected: at least 1 MiB)");
            }
            if (keepFreeBytes < 0) {
                throw new IllegalArgumentException(
                        "recording.volumes.keep-free-bytes: " + keepFreeBytes + " (expected: 0 or more)");
            }
        }
    }

    /** What is given up when not everything can be kept. Either way it is told. */
    public enum WhenFull {
        /** The oldest goes although it is younger than its minimum; its certificate says so. */
        DELETE_BELOW_MINIMUM,
        /** Nothing more is recorded on this volume until there is room. */
        STOP_RECORDING
    }

    public RecordingSettings {
        volumes = List.copyOf(volumes);
        requireNonNull(whenFull, "recording.when-full");
        between("recording.segment", segment, Duration.ofSeconds(5), Duration.ofMinutes(10));
        between("recording.longest-segment", longestSegment, segment, Duration.ofMinutes(15));
        between("recording.sweep", sweep, Duration.ofMillis(100), Duration.ofMinutes(5));
        between("recording.retry", retry, Duration.ofMillis(100), Duration.ofMinutes(10));
        between("recording.hang", hang, Duration.ofMillis(100), Duration.ofMinutes(10));
        if (queueBytes < 1 << 20) {
            throw new IllegalArgumentException("recording.queue-bytes: " + queueBytes + " (expected: at least 1 MiB)");
        }
        if (recorders < 1 || recorders > 64) {
            throw new IllegalArgumentException("recording.recorders: " + recorders + " (expected: 1 to 64)");
        }
    }

    public static RecordingSettings defaults(List<VolumeSettings> volumes) {
        return new RecordingSettings(
                volumes,
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                128L << 20,
                2,
                WhenFull.DELETE_BELOW_MINIMUM);
    }

    private static void between(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
