package org.sharpeyes.gateway.rtsp.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.rtsp.UpstreamFailure;
import org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;

/**
 * A way to a camera's RTSP service: its port, or a tunnel through HTTP. Immutable.
 *
 * @param tunnel whether {@code address} speaks HTTP
 */
record UpstreamWay(InetSocketAddress address, boolean tunnel) {
    private static final int READ_BYTES = 64 * 1024;

    /** All that may be tried, the likeliest first. */
    static List<UpstreamWay> of(UpstreamRequest request, boolean tunnelFirst) {
        List<UpstreamWay> ways = new ArrayList<>();
        ways.add(new UpstreamWay(request.address(), false));
        request.tunnel().ifPresent(http -> ways.add(new UpstreamWay(http, true)));
        if (tunnelFirst) {
            Collections.reverse(ways);
        }
        return ways;
    }

    /**
     * @param inbound reads what the camera says
     * @param client of the tunnel; called if this is one
     */
    ChannelFuture connect(EventLoop loop, int connectMillis, ChannelHandler inbound, Supplier<TunnelClient> client) {
        return new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tunnel) {
                            channel.pipeline().addLast(client.get());
                        }
                        channel.pipeline().addLast(inbound);
                    }
                })
                .connect(address);
    }

    UpstreamFailure failure(@Nullable Throwable cause) {
        boolean late = cause instanceof ConnectTimeoutException;
        boolean refused = cause instanceof ConnectException
                && !late
                && String.valueOf(cause.getMessage()).contains("refused");
        String reason = late || cause == null ? "no answer" : cause.getClass().getSimpleName();
        return new UpstreamFailure(refused ? Kind.REFUSED : Kind.UNREACHABLE, "connect to " + this + ": " + reason);
    }

    @Override
    public String toString() {
        return address.getAddress().getHostAddress() + ":" + address.getPort() + (tunnel ? " (HTTP)" : "");
    }
}
