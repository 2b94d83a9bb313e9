package org.sharpeyes.relay;

import static java.util.Objects.requireNonNull;

/**
 * RTSP over TLS.
 *
 * @param host address to listen on
 * @param port 0 means any free one
 * @param certificate PEM file of the certificate chain; empty for one of our own making
 * @param key PEM file of its private key, unencrypted
 */
public record RtspsSettings(String host, int port, String certificate, String key) {
    public RtspsSettings {
        requireNonNull(host, "rtsps.host");
        requireNonNull(certificate, "rtsps.certificate");
        requireNonNull(key, "rtsps.key");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("rtsps.port: " + port + " (expected: 0 to 65535)");
        }
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException(
                    "rtsps.key: " + (key.isEmpty() ? "none" : "given") + " (expected: as rtsps.certificate)");
        }
    }
}
