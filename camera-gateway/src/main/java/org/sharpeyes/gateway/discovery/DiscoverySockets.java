package org.sharpeyes.gateway.discovery;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** UDP sockets for WS-Discovery. Thread-safe. */
public interface DiscoverySockets {
    /** Called on a network thread; must not block. */
    @FunctionalInterface
    interface Receiver {
        void received(InetSocketAddress from, byte[] datagram);
    }

    /** One open socket. */
    interface DiscoverySocket extends AutoCloseable {
        void send(byte[] datagram, InetSocketAddress to);

        @Override
        void close();
    }

    /**
     * Opens an unconnected socket on a free port, because devices answer from ports of their choice.
     *
     * @param multicastOn interface that multicast leaves by, {@code null} for unicast only
     */
    CompletableFuture<DiscoverySocket> open(@Nullable NetworkInterface multicastOn, Receiver receiver);
}
