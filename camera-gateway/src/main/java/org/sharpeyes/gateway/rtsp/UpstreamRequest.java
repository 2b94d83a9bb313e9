package org.sharpeyes.gateway.rtsp;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.rtsp.RtspUrl;

/**
 * One stream to open.
 *
 * @param address where the connection goes, resolved by the caller from the access path: no name is looked up here, and
 *     nothing that the camera says changes it
 * @param url for the request lines
 * @param credentials for this device's RTSP service; empty while authentication is stopped
 */
public record UpstreamRequest(
        InetSocketAddress address, RtspUrl url, Optional<Credentials> credentials, TransportChoice transport) {
    /** How media travel. */
    public enum TransportChoice {
        /** Interleaved on the connection, then UDP if the camera refuses that. */
        TCP_THEN_UDP,
        TCP,
        UDP
    }

    public UpstreamRequest {
        requireNonNull(address, "address");
        requireNonNull(url, "url");
        requireNonNull(credentials, "credentials");
        requireNonNull(transport, "transport");
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address: " + address + " (expected: resolved)");
        }
    }

    /** Interleaved first. */
    public static UpstreamRequest of(InetSocketAddress address, RtspUrl url, Optional<Credentials> credentials) {
        return new UpstreamRequest(address, url, credentials, TransportChoice.TCP_THEN_UDP);
    }
}
