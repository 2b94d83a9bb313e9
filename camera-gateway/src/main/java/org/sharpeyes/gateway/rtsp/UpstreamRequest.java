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
 * @param tunnel where RTSP over HTTP is tried when the camera cannot be reached or speaks no RTSP at {@code address}
 * @param credentials for this device's RTSP service; empty while authentication is stopped
 */
public record UpstreamRequest(
        InetSocketAddress address,
        RtspUrl url,
        Optional<Credentials> credentials,
        TransportChoice transport,
        Optional<InetSocketAddress> tunnel) {
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
        requireNonNull(tunnel, "tunnel");
        if (address.isUnresolved()
                || tunnel.map(InetSocketAddress::isUnresolved).orElse(false)) {
            throw new IllegalArgumentException("address: " + address + ", " + tunnel + " (expected: resolved)");
        }
    }

    /** Without a tunnel. */
    public UpstreamRequest(
            InetSocketAddress address, RtspUrl url, Optional<Credentials> credentials, TransportChoice transport) {
        this(address, url, credentials, transport, Optional.empty());
    }

    /** With one, where a camera is reached by HTTP only. */
    public UpstreamRequest orThrough(InetSocketAddress http) {
        return new UpstreamRequest(address, url, credentials, transport, Optional.of(http));
    }

    /** As it goes through the tunnel: there is no other way for media then. */
    public UpstreamRequest inTunnel() {
        return new UpstreamRequest(address, url, credentials, TransportChoice.TCP, tunnel);
    }

    /** Interleaved first. */
    public static UpstreamRequest of(InetSocketAddress address, RtspUrl url, Optional<Credentials> credentials) {
        return new UpstreamRequest(address, url, credentials, TransportChoice.TCP_THEN_UDP);
    }
}
