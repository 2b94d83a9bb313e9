package org.sharpeyes.relay;

import java.time.Duration;

/**
 * How streams are kept and viewers are fed.
 *
 * @param gopCacheBytes bytes of pictures since the last key frame that are kept for new viewers; a longer group is not
 *     kept and new viewers wait for a key frame
 * @param gopCacheAge the same as time: pictures older than this would only make a player lag
 * @param viewerQueueBytes bytes held for one slow viewer before it loses pictures; at least the GOP cache, which goes
 *     through it
 * @param viewerQueueAge the same as time
 * @param stallTimeout how long a viewer may take nothing at all before its session is closed
 * @param idleTimeout how long a stream without viewers keeps its camera session
 * @param openTimeout how long a viewer is held while the camera session opens
 * @param firstRetry pause before the first reopening of a lost camera; doubles, with jitter
 * @param longestRetry upper end of that pause
 */
public record RelaySettings(
        int gopCacheBytes,
        Duration gopCacheAge,
        int viewerQueueBytes,
        Duration viewerQueueAge,
        Duration stallTimeout,
        Duration idleTimeout,
        Duration openTimeout,
        Duration firstRetry,
        Duration longestRetry) {
    private static final int MIB = 1 << 20;

    public RelaySettings {
        if (gopCacheBytes < 0 || gopCacheBytes > viewerQueueBytes) {
            throw new IllegalArgumentException("relay.gop-cache-bytes: " + gopCacheBytes
                    + " (expected: 0 to relay.viewer-queue-bytes, " + viewerQueueBytes + ")");
        }
        if (viewerQueueBytes < MIB) {
            throw new IllegalArgumentException(
                    "relay.viewer-queue-bytes: " + viewerQueueBytes + " (expected: at least 1 MiB)");
        }
        requirePositive("relay.gop-cache-age", gopCacheAge);
        requirePositive("relay.viewer-queue-age", viewerQueueAge);
        requirePositive("relay.stall-timeout", stallTimeout);
        requirePositive("relay.idle-timeout", idleTimeout);
        requirePositive("relay.open-timeout", openTimeout);
        requirePositive("relay.first-retry", firstRetry);
        requirePositive("relay.longest-retry", longestRetry);
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("relay.longest-retry: " + longestRetry
                    + " (expected: at least relay.first-retry, " + firstRetry + ")");
        }
    }

    public static RelaySettings defaults() {
        return new RelaySettings(
                4 * MIB,
                Duration.ofSeconds(12),
                4 * MIB,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }

    private static void requirePositive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: > 0)");
        }
    }
}
