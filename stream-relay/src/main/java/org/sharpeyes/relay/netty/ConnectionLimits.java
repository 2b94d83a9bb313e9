package org.sharpeyes.relay.netty;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the number of connections bounded, altogether and from one address, so that nobody can take every place. Shared
 * by all loops; touched when a connection comes and goes.
 */
@Sharable
final class ConnectionLimits extends ChannelInboundHandlerAdapter {
    private final int max;
    private final int maxPerAddress;
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private int open;
    private long refused;

    ConnectionLimits(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        InetAddress from = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
        if (!enter(from)) {
            ctx.close();
            return;
        }
        ctx.channel().closeFuture().addListener(closed -> leave(from));
        ctx.fireChannelActive();
    }

    synchronized long refused() {
        return refused;
    }

    private synchronized boolean enter(InetAddress from) {
        int here = perAddress.getOrDefault(from, 0);
        if (open >= max || here >= maxPerAddress) {
            refused++;
            return false;
        }
        open++;
        perAddress.put(from, here + 1);
        return true;
    }

    private synchronized void leave(InetAddress from) {
        open--;
        perAddress.computeIfPresent(from, (address, count) -> count == 1 ? null : count - 1);
    }
}
