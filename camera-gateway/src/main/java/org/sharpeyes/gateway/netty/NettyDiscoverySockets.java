package org.sharpeyes.gateway.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.discovery.DiscoverySockets;

/**
 * UDP on a Netty event loop. The interface is always named: the route of multicast is not to be relied on, and
 * {@code lo} takes multicast although it says it does not.
 */
public final class NettyDiscoverySockets implements DiscoverySockets {
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int RECEIVE_BUFFER = 4 << 20;

    private final EventLoop loop;

    /** @param loop of NIO: an interface can only be named there for IPv4 on loopback too */
    public NettyDiscoverySockets(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public CompletableFuture<DiscoverySocket> open(@Nullable NetworkInterface multicastOn, Receiver receiver) {
        InetAddress local = multicastOn == null ? null : firstIpv4(multicastOn);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(() -> new NioDatagramChannel(io.netty.channel.socket.SocketProtocolFamily.INET))
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
                        receiver.received(packet.sender(), ByteBufUtil.getBytes(packet.content()));
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                        // Unreachable ports come back as errors of the socket; the socket itself is well.
                        if (!(cause instanceof IOException)) {
                            ctx.fireExceptionCaught(cause);
                        }
                    }
                });
        if (multicastOn != null) {
            bootstrap.option(ChannelOption.IP_MULTICAST_IF, multicastOn).option(ChannelOption.IP_MULTICAST_TTL, 1);
        }
        CompletableFuture<DiscoverySocket> opened = new CompletableFuture<>();
        ChannelFuture bound =
                bootstrap.bind(local == null ? new InetSocketAddress(0) : new InetSocketAddress(local, 0));
        bound.addListener(done -> {
            if (done.isSuccess()) {
                opened.complete(new Socket(bound.channel()));
            } else {
                opened.completeExceptionally(done.cause());
            }
        });
        return opened;
    }

    private static InetAddress firstIpv4(NetworkInterface multicastOn) {
        return multicastOn
                .inetAddresses()
                .filter(address -> address instanceof Inet4Address)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "interface " + multicastOn.getName() + ": no IPv4 address (expected: one)"));
    }

    private record Socket(Channel channel) implements DiscoverySocket {
        @Override
        public void send(byte[] datagram, InetSocketAddress to) {
            channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(datagram), to));
        }

        @Override
        public void close() {
            channel.close();
        }
    }
}
