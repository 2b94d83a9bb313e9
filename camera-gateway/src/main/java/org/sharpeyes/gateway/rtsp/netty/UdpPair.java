package org.sharpeyes.gateway.rtsp.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.Transport;

/**
 * Two UDP ports of one track, the even one for RTP. Only what comes from the camera's address and from the ports it named
 * is heard. Both sockets live on the session's loop; binding an address of this machine does not wait.
 */
final class UdpPair {
    private static final int RECEIVE_BYTES = 1 << 20;
    private static final int MAX_DATAGRAM_BYTES = 65_535;

    private final Channel media;
    private final Channel control;
    private final Gate mediaGate;
    private final Gate controlGate;

    private UdpPair(Channel media, Channel control, Gate mediaGate, Gate controlGate) {
        this.media = media;
        this.control = control;
        this.mediaGate = mediaGate;
        this.controlGate = controlGate;
    }

    /** What waits for datagrams. Borrows the buffer. */
    interface Sink {
        void media(ByteBuf packet);

        void control(ByteBuf packet);
    }

    /** Opens both, or gives null; call on {@code loop}. Tries a few times, as the port above may be taken. */
    static @Nullable UdpPair open(EventLoop loop, InetAddress local, InetAddress camera, Sink sink) {
        for (int attempt = 0; attempt < 16; attempt++) {
            Gate mediaGate = new Gate(camera, sink::media);
            Gate controlGate = new Gate(camera, sink::control);
            Channel first = bind(loop, local, 0, mediaGate);
            if (first == null) {
                return null;
            }
            int port = ((InetSocketAddress) first.localAddress()).getPort();
            Channel second = port % 2 != 0 || port == 65_534 ? null : bind(loop, local, port + 1, controlGate);
            if (second != null) {
                return new UdpPair(first, second, mediaGate, controlGate);
            }
            first.close();
        }
        return null;
    }

    private static @Nullable Channel bind(EventLoop loop, InetAddress local, int port, Gate gate) {
        EpollDatagramChannel channel = new EpollDatagramChannel();
        channel.config().setReceiveBufferSize(RECEIVE_BYTES);
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES));
        channel.pipeline().addLast(gate);
        // Not through a Bootstrap: on the loop itself these two are done when they return.
        loop.register(channel);
        ChannelFuture bound = channel.bind(new InetSocketAddress(local, port));
        if (bound.isSuccess()) {
            return channel;
        }
        channel.close();
        return null;
    }

    int port() {
        return ((InetSocketAddress) media.localAddress()).getPort();
    }

    /** The camera said from where it sends: other ports are no longer heard, and a datagram opens the way through NATs. */
    void connect(InetAddress camera, Transport.Pair server) {
        mediaGate.only(server.first());
        controlGate.only(server.second());
        media.writeAndFlush(
                new DatagramPacket(media.alloc().buffer(4).writeInt(0), new InetSocketAddress(camera, server.first())));
    }

    /** Takes ownership of {@code report}. */
    void sendControl(ByteBuf report, InetAddress camera, Transport.Pair server) {
        control.writeAndFlush(new DatagramPacket(report, new InetSocketAddress(camera, server.second())));
    }

    long refused() {
        return mediaGate.refused + controlGate.refused;
    }

    void close() {
        media.close();
        control.close();
    }

    private static final class Gate extends SimpleChannelInboundHandler<DatagramPacket> {
        private final InetAddress camera;
        private final Consumer<ByteBuf> sink;
        private int port = -1;
        private long refused;

        Gate(InetAddress camera, Consumer<ByteBuf> sink) {
            this.camera = camera;
            this.sink = sink;
        }

        void only(int cameraPort) {
            this.port = cameraPort;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            InetSocketAddress sender = datagram.sender();
            if (!sender.getAddress().equals(camera) || (port >= 0 && sender.getPort() != port)) {
                refused++;
                return;
            }
            sink.accept(datagram.content());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            refused++; // a port-unreachable answer to our report; the watchdog decides
        }
    }
}
