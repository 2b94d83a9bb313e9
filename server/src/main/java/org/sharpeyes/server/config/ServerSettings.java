package org.sharpeyes.server.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the server itself is told; bound from {@code sharp-eyes.*}.
 *
 * @param data folder of everything that must survive
 * @param rtspPort port of RTSP for viewers, 0 for any free one
 * @param rtspsPort port of RTSP over TLS, 0 for any free one
 * @param webrtcPort UDP port of WebRTC, 0 for any free one
 * @param cameraNetwork loopback network in which cameras may live, CIDR; empty for none
 * @param demoPassword password of the demo's accounts; from the environment, {@code SHARP_EYES_DEMO_PASSWORD}
 */
public record ServerSettings(
        Mode mode,
        Path data,
        int rtspPort,
        int rtspsPort,
        int webrtcPort,
        String cameraNetwork,
        @Nullable String demoPassword,
        Http http,
        Database database) {

    /** How the server was started. */
    public enum Mode {
        SERVE,
        /** Personas with one shared password, simulated cameras. */
        DEMO
    }

    /**
     * @param threads threads that run blocking calls
     * @param maxRequests calls that may be under way or wait at once
     * @param maxBody longest request body
     * @param trustedProxies addresses whose X-Forwarded headers are believed
     */
    public record Http(
            int threads,
            int maxRequests,
            DataSize maxBody,
            @DefaultValue List<String> trustedProxies) {
        public Http {
            if (threads < 1) {
                throw new IllegalArgumentException("sharp-eyes.http.threads: " + threads + " (expected: at least 1)");
            }
            if (maxRequests < threads) {
                throw new IllegalArgumentException("sharp-eyes.http.max-requests: " + maxRequests
                        + " (expected: at least threads, " + threads + ")");
            }
            requireNonNull(maxBody, "sharp-eyes.http.max-body");
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /**
     * @param startTimeout how long the embedded PostgreSQL may take to start, crash recovery included
     * @param stopTimeout how long it may take to stop
     */
    public record Database(Duration startTimeout, Duration stopTimeout) {
        public Database {
            requireNonNull(startTimeout, "sharp-eyes.database.start-timeout");
            requireNonNull(stopTimeout, "sharp-eyes.database.stop-timeout");
        }
    }

    public ServerSettings {
        requireNonNull(mode, "sharp-eyes.mode");
        requireNonNull(data, "sharp-eyes.data");
        requireNonNull(cameraNetwork, "sharp-eyes.camera-network");
        requireNonNull(http, "sharp-eyes.http");
        requireNonNull(database, "sharp-eyes.database");
        checkPort("sharp-eyes.rtsp-port", rtspPort);
        checkPort("sharp-eyes.rtsps-port", rtspsPort);
        checkPort("sharp-eyes.webrtc-port", webrtcPort);
    }

    private static void checkPort(String key, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(key + ": " + port + " (expected: 0 to 65535)");
        }
    }

    @Override
    public String toString() {
        return "ServerSettings[mode=" + mode + ", data=" + data + "]";
    }
}
