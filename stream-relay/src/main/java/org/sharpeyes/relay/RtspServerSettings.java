package org.sharpeyes.relay;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The RTSP server for viewers.
 *
 * @param host address to listen on
 * @param port 0 means any free one
 * @param threads event loops; 0 means one for each core
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
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxSessionsPerUser,
        Duration requestTimeout,
        Duration sessionTimeout) {
    public RtspServerSettings {
        requireNonNull(host, "rtsp.host");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("rtsp.port: " + port + " (expected: 0 to 65535)");
        }
        if (threads < 0 || threads > 64) {
            throw new IllegalArgumentException("rtsp.threads: " + threads + " (expected: 0 to 64)");
        }
        requireAtLeastOne("rtsp.max-connections", maxConnections);
        requireAtLeastOne("rtsp.max-connections-per-address", maxConnectionsPerAddress);
        requireAtLeastOne("rtsp.max-sessions-per-user", maxSessionsPerUser);
        requireAtLeastOneSecond("rtsp.request-timeout", requestTimeout);
        requireAtLeastOneSecond("rtsp.session-timeout", sessionTimeout);
    }

    public static RtspServerSettings defaults() {
        return new RtspServerSettings(
                "0.0.0.0", 8554, 0, 4000, 256, 256, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    /** How many event loops that makes on this machine. */
    public int loops() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    public RtspServerSettings withListener(String otherHost, int otherPort) {
        return new RtspServerSettings(
                otherHost,
                otherPort,
                threads,
                maxConnections,
                maxConnectionsPerAddress,
                maxSessionsPerUser,
                requestTimeout,
                sessionTimeout);
    }

    public RtspServerSettings withLimits(int connections, int perAddress, int perUser) {
        return new RtspServerSettings(
                host, port, threads, connections, perAddress, perUser, requestTimeout, sessionTimeout);
    }

    public RtspServerSettings withTimeouts(Duration request, Duration session) {
        return new RtspServerSettings(
                host, port, threads, maxConnections, maxConnectionsPerAddress, maxSessionsPerUser, request, session);
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
