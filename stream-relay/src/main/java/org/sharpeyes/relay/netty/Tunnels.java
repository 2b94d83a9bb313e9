package org.sharpeyes.relay.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open halves of RTSP over HTTP by their cookie: a POST finds the connection of its GET. Thread-safe; touched when a half
 * is opened and closed.
 */
final class Tunnels {
    /** Enough for every connection that is allowed at all. */
    private static final int MAX = 10_000;

    /**
     * The answering half.
     *
     * @param inlet where decoded requests enter its pipeline
     */
    record Half(InetAddress client, Channel channel, ChannelHandlerContext inlet) {}

    private final Map<String, Half> open = new ConcurrentHashMap<>();

    /** @return {@code false} if the cookie is in use */
    boolean open(String cookie, Half half) {
        if (open.size() >= MAX || open.putIfAbsent(cookie, half) != null) {
            return false;
        }
        half.channel().closeFuture().addListener(closed -> open.remove(cookie, half));
        return true;
    }

    /** The GET's half, for somebody from the same address on another connection. */
    @Nullable
    Half find(String cookie, InetAddress client, Channel asking) {
        Half half = open.get(cookie);
        return half != null && half.client().equals(client) && half.channel() != asking ? half : null;
    }
}
