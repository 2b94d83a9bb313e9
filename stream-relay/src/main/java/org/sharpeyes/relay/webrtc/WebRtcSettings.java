package org.sharpeyes.relay.webrtc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * WebRTC for browsers.
 *
 * @param host address to listen on
 * @param port of UDP, and of ICE-TCP; 0 means any that is free for both
 * @param addresses told to browsers as where we are; empty: the one that the browser reached us at
 * @param maxSessions altogether
 * @param handshakes DTLS handshakes that run at the same time
 * @param connectTimeout how long a session waits for its browser to come and to finish the handshake
 * @param consentTimeout how long a session lives without a consent check of its browser (RFC 7675)
 */
public record WebRtcSettings(
        String host,
        int port,
        List<String> addresses,
        int maxSessions,
        int handshakes,
        Duration connectTimeout,
        Duration consentTimeout) {
    private static final Duration LEAST = Duration.ofSeconds(1);

    public WebRtcSettings {
        requireNonNull(host, "webrtc.host");
        addresses = List.copyOf(addresses);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("webrtc.port: " + port + " (expected: 0 to 65535)");
        }
        if (maxSessions < 1) {
            throw new IllegalArgumentException("webrtc.max-sessions: " + maxSessions + " (expected: at least 1)");
        }
        if (handshakes < 1 || handshakes > 64) {
            throw new IllegalArgumentException("webrtc.handshakes: " + handshakes + " (expected: 1 to 64)");
        }
        requireLongEnough("webrtc.connect-timeout", connectTimeout);
        requireLongEnough("webrtc.consent-timeout", consentTimeout);
    }

    public static WebRtcSettings defaults() {
        return new WebRtcSettings("0.0.0.0", 8556, List.of(), 2000, 4, Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    public WebRtcSettings withListener(String otherHost, int otherPort) {
        return new WebRtcSettings(
                otherHost, otherPort, addresses, maxSessions, handshakes, connectTimeout, consentTimeout);
    }

    public WebRtcSettings withTimeouts(Duration connect, Duration consent) {
        return new WebRtcSettings(host, port, addresses, maxSessions, handshakes, connect, consent);
    }

    public WebRtcSettings withMaxSessions(int other) {
        return new WebRtcSettings(host, port, addresses, other, handshakes, connectTimeout, consentTimeout);
    }

    private static void requireLongEnough(String key, Duration value) {
        if (value.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: at least 1 s)");
        }
    }
}
