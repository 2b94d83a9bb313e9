package org.sharpeyes.server.recording;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How recordings are played.
 *
 * @param readers threads that read from disk
 * @param orderLifetime how long the addresses of one order can be opened
 * @param withoutGrant names of accounts that need no approved request beside their right
 */
record PlaybackSettings(
        int readers, Duration orderLifetime, @DefaultValue List<String> withoutGrant) {
    PlaybackSettings {
        if (readers < 1 || readers > 256) {
            throw new IllegalArgumentException("playback.readers: " + readers + " (expected: 1 to 256)");
        }
        if (orderLifetime.isNegative() || orderLifetime.isZero()) {
            throw new IllegalArgumentException("playback.order-lifetime: " + orderLifetime + " (expected: > 0)");
        }
        withoutGrant = List.copyOf(withoutGrant);
    }
}
