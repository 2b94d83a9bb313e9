package org.sharpeyes.relay;

import java.time.Duration;

/**
 * How streams are kept and viewers are fed.
 *
 * @param gopCacheBytes bytes of pictures since the last key frame that are kept for new viewers; a longer group is not
 *     kept and new viewers wait for a key frame
 * @param gopCacheAge the same as time: pictures older than this would only make a player lag
 * @param gopCachesBytes bytes that the groups of all streams may take together; a stream that finds no room keeps none
 *     until its next key frame
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
        long gopCachesBytes,
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
        if (gopCachesBytes < 0) {
            throw new IllegalArgumentException("relay.gop-caches-bytes: " + gopCachesBytes + " (expected: >= 0)");
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
                256L * MIB,
                4 * MIB,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }

    /** The same with another bound for the groups of all streams together. */
    public RelaySettings withGopCachesBytes(long bytes) {
        return new RelaySettings(
                gopCacheBytes,
                gopCacheAge,
                bytes,
                viewerQueueBytes,
                viewerQueueAge,
                stallTimeout,
                idleTimeout,
                openTimeout,
                firstRetry,
                longestRetry);
    }

    private static void requirePositive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: > 0)");
        }
    }
}
