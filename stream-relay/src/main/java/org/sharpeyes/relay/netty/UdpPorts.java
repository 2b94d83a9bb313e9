package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.SegmentedDatagramPacket;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pair of ports that all UDP viewers of one event loop are sent from. What comes in is only looked at as a sign of
 * life: it never decides where video goes, and a BYE ends nothing.
 *
 * <p>Confined to its event loop.
 */
final class UdpPorts {
    private static final int MAX_RTCP_BYTES = 1500;
    private static final int RECEIVER_REPORT = 201;
    private static final int SENDER_REPORT = 200;
    private static final long PERIOD_NANOS = 100_000_000;
    /** 1,000 viewers of one loop report 200 times a second; this is a hundred times that. */
    private static final int MOST_IN_A_PERIOD = 2000;

    private final Channel rtp;
    private final Channel rtcp;
    private final Map<InetSocketAddress, Runnable> signsOfLife = new HashMap<>();
    private long ignored;
    private int inThisPeriod;
    private long periodEndNanos;

    UdpPorts(Channel rtp, Channel rtcp) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        rtp.pipeline().addLast(new SimpleChannelInboundHandler<DatagramPacket>() {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
                // Players send here to open their NAT; nothing to learn.
                ignored++;
                limit(ctx);
            }
        });
        rtcp.pipeline().addLast(new SimpleChannelInboundHandler<DatagramPacket>() {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
                control(packet.sender(), packet.content());
                limit(ctx);
            }
        });
    }

    int rtpPort() {
        return ((InetSocketAddress) rtp.localAddress()).getPort();
    }

    int rtcpPort() {
        return ((InetSocketAddress) rtcp.localAddress()).getPort();
    }

    /** Whether one send may carry many packets of one length. */
    boolean segments() {
        return SegmentedDatagramPacket.isSupported();
    }

    boolean writable() {
        return rtp.isWritable();
    }

    /** Takes ownership of {@code packet}. */
    void write(boolean control, DatagramPacket packet) {
        Channel channel = control ? rtcp : rtp;
        channel.write(packet, channel.voidPromise());
    }

    void flush() {
        rtp.flush();
        rtcp.flush();
    }

    /** @param onReport called for every receiver report from exactly this address */
    void listen(InetSocketAddress from, Runnable onReport) {
        signsOfLife.put(from, onReport);
    }

    void forget(InetSocketAddress from) {
        signsOfLife.remove(from);
    }

    /** Datagrams that came from nobody we send to, or were no receiver report. */
    long ignored() {
        return ignored;
    }

    void close() {
        rtp.close();
        rtcp.close();
    }

    /** Whoever floods the ports has them deaf for the rest of the period: reports of others are not worth a core. */
    private void limit(ChannelHandlerContext ctx) {
        long now = System.nanoTime();
        if (now - periodEndNanos >= 0) {
            periodEndNanos = now + PERIOD_NANOS;
            inThisPeriod = 0;
        }
        if (++inThisPeriod > MOST_IN_A_PERIOD && ctx.channel().config().isAutoRead()) {
            ctx.channel().config().setAutoRead(false);
            ctx.executor()
                    .schedule(
                            () -> ctx.channel().config().setAutoRead(true), periodEndNanos - now, TimeUnit.NANOSECONDS);
        }
    }

    private void control(@Nullable InetSocketAddress from, ByteBuf packet) {
        Runnable onReport = from == null ? null : signsOfLife.get(from);
        int length = packet.readableBytes();
        int start = packet.readerIndex();
        if (onReport == null
                || length < 8
                || length > MAX_RTCP_BYTES
                || packet.getUnsignedByte(start) >>> 6 != 2
                || packet.getUnsignedByte(start + 1) != RECEIVER_REPORT
                        && packet.getUnsignedByte(start + 1) != SENDER_REPORT) {
            ignored++;
            return;
        }
        onReport.run();
    }
}
