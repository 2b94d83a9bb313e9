package org.sharpeyes.gateway.rtsp;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Time-outs of the RTSP client.
 *
 * @param connectTimeout until the connection stands
 * @param answerTimeout until each request before PLAY is answered
 * @param mediaTimeout how long no RTP packet may come while playing; the socket's own state says nothing
 * @param closeTimeout how long the answer to TEARDOWN is awaited
 * @param basicAllowed whether a password may go to a camera that asks only Basic
 */
public record UpstreamSettings(
        Duration connectTimeout,
        Duration answerTimeout,
        Duration mediaTimeout,
        Duration closeTimeout,
        boolean basicAllowed) {
    public UpstreamSettings {
        positive("upstream.connect-timeout", connectTimeout);
        positive("upstream.answer-timeout", answerTimeout);
        positive("upstream.media-timeout", mediaTimeout);
        positive("upstream.close-timeout", closeTimeout);
    }

    private static void positive(String key, Duration value) {
        requireNonNull(value, key);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: > 0)");
        }
    }

    /** 4 s to connect, 8 s for an answer, 8 s without media, 1 s to close; Basic allowed. */
    public static UpstreamSettings defaults() {
        return new UpstreamSettings(
                Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ofSeconds(1), true);
    }
}
