package org.sharpeyes.server.live.netty;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.IpLiteral;

/** The address of a browser: that of the connection, or what a trusted proxy says, as for API calls. Immutable. */
public final class MediaClient implements MediaGate.ClientOf {
    private final Set<String> trustedProxies;

    public MediaClient(List<String> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    @Override
    public @Nullable InetAddress of(Channel channel, HttpRequest request) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
            return null;
        }
        List<String> forwarded = request.headers().getAll("X-Forwarded-For");
        if (!trustedProxies.contains(peer.getAddress().getHostAddress()) || forwarded.isEmpty()) {
            return peer.getAddress();
        }
        String last = forwarded.get(forwarded.size() - 1);
        return IpLiteral.parse(last.substring(last.lastIndexOf(',') + 1).strip())
                .orElse(null);
    }
}
