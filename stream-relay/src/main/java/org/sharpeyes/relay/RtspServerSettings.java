package org.sharpeyes.relay;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The RTSP server for viewers.
 *
 * @param host address to listen on
 * @param port 0 means any free one
 * @param threads event loops; one for each core is right
 * @param realm of Digest authentication
 * @param maxConnections altogether
 * @param maxConnectionsPerAddress from one client address; a wall of many tiles comes from one
 * @param maxSessionsPerUser views of one account at a time
 * @param requestTimeout how long a request may take to arrive, and a connection may stand without a session
 * @param sessionTimeout how long a session lives without a sign of life (RFC 2326 §12.37)
 */
public record RtspServerSettings(
        String host,
        int port,
        int threads,
        String realm,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxSessionsPerUser,
        Duration requestTimeout,
        Duration sessionTimeout) {
    public RtspServerSettings {
        requireNonNull(host, "relay.rtsp.host");
        requireNonNull(realm, "relay.rtsp.realm");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("relay.rtsp.port: " + port + " (expected: 0 to 65535)");
        }
        requireAtLeastOne("relay.rtsp.threads", threads);
        requireAtLeastOne("relay.rtsp.max-connections", maxConnections);
        requireAtLeastOne("relay.rtsp.max-connections-per-address", maxConnectionsPerAddress);
        requireAtLeastOne("relay.rtsp.max-sessions-per-user", maxSessionsPerUser);
        requireAtLeastOneSecond("relay.rtsp.request-timeout", requestTimeout);
        requireAtLeastOneSecond("relay.rtsp.session-timeout", sessionTimeout);
    }

    public static RtspServerSettings defaults() {
        return new RtspServerSettings(
                "0.0.0.0",
                8554,
                Runtime.getRuntime().availableProcessors(),
                "Sharp Eyes",
                4000,
                256,
                256,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
    }

    public RtspServerSettings withListener(String otherHost, int otherPort) {
        return new RtspServerSettings(
                otherHost,
                otherPort,
                threads,
                realm,
                maxConnections,
                maxConnectionsPerAddress,
                maxSessionsPerUser,
                requestTimeout,
                sessionTimeout);
    }

    public RtspServerSettings withLimits(int connections, int perAddress, int perUser) {
        return new RtspServerSettings(
                host, port, threads, realm, connections, perAddress, perUser, requestTimeout, sessionTimeout);
    }

    public RtspServerSettings withTimeouts(Duration request, Duration session) {
        return new RtspServerSettings(
                host,
                port,
                threads,
                realm,
                maxConnections,
                maxConnectionsPerAddress,
                maxSessionsPerUser,
                request,
                session);
    }

    private static void requireAtLeastOne(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: at least 1)");
        }
    }

    private static void requireAtLeastOneSecond(String key, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: at least 1 s)");
        }
    }
}
