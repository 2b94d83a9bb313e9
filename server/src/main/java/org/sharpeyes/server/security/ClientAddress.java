package org.sharpeyes.server.security;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.sharpeyes.server.config.ServerSettings;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The address of a client: that of the connection, or what a trusted proxy says. Immutable. */
public final class ClientAddress {
    private final Set<String> trustedProxies;

    ClientAddress(ServerSettings settings) {
        this.trustedProxies = Set.copyOf(settings.http().trustedProxies());
    }

    /** Address without port; {@code unknown} when the connection is gone already. */
    public String of(ServerHttpRequest request) {
        String peer = peer(request);
        List<String> forwarded = request.getHeaders().getOrEmpty("X-Forwarded-For");
        if (!trustedProxies.contains(peer) || forwarded.isEmpty()) {
            return peer;
        }
        // The last entry is the one that our own proxy added; those before it are the client's to invent.
        String last = forwarded.get(forwarded.size() - 1);
        return last.substring(last.lastIndexOf(',') + 1).strip();
    }

    /** Whether the browser speaks TLS to us or to a trusted proxy. */
    boolean secure(ServerHttpRequest request) {
        return request.getSslInfo() != null
                || (trustedProxies.contains(peer(request))
                        && "https".equals(request.getHeaders().getFirst("X-Forwarded-Proto")));
    }

    private static String peer(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? "unknown"
                : remote.getAddress().getHostAddress();
    }
}
