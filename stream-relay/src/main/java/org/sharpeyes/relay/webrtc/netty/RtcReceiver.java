package org.sharpeyes.relay.webrtc.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.webrtc.StunRequest;

/**
 * Finds the session that a datagram belongs to: checks by the name in them, everything else by where it comes from
 * (RFC 7983). What belongs to nobody is dropped without an answer.
 */
final class RtcReceiver {
    /** A connection that has not shown a valid check by then is closed. */
    private static final int SILENCE_SECONDS = 15;

    private static final int MAX_CONNECTIONS = 4000;

    private final RtcSessions sessions;
    private final Function<EventLoop, @Nullable Channel> sockets;
    private final AtomicInteger connections = new AtomicInteger();

    /** @param sockets the UDP socket of each loop */
    RtcReceiver(RtcSessions sessions, Function<EventLoop, @Nullable Channel> sockets) {
        this.sessions = sessions;
        this.sockets = sockets;
    }

    /** For the sockets of UDP. */
    ChannelHandler datagrams() {
        return new Datagrams();
    }

    /** For one connection. */
    ChannelHandler connection() {
        return new Connection();
    }

    private void received(ByteBuf datagram, @Nullable RtcPath connection, InetSocketAddress from) {
        if (StunRequest.isStun(datagram)) {
            Optional<StunRequest> request = StunRequest.parse(datagram);
            RtcSession named =
                    request.map(one -> sessions.byUfrag(one.ourUfrag())).orElse(null);
            if (request.isPresent() && named != null) {
                hand(named, datagram, connection, from, (session, path) -> session.check(request.get(), path));
            }
            return;
        }
        RtcSession known = connection == null ? sessions.byAddress(from) : sessions.byPath(connection);
        if (known != null) {
            hand(known, datagram, connection, from, (session, path) -> session.datagram(datagram, path));
        }
    }

    /** Runs on the session's loop, with the socket of that loop, whichever socket the datagram came to. */
    private void hand(
            RtcSession session,
            ByteBuf datagram,
            @Nullable RtcPath connection,
            InetSocketAddress from,
            BiConsumer<RtcSession, RtcPath> what) {
        EventLoop loop = session.loop();
        Channel socket = sockets.apply(loop);
        if (connection == null && socket == null) {
            return;
        }
        RtcPath path = connection != null || socket == null ? connection : new RtcPath.Udp(socket, from);
        if (path == null) {
            return;
        }
        if (loop.inEventLoop()) {
            what.accept(session, path);
            return;
        }
        datagram.retain();
        loop.execute(() -> {
            try {
                what.accept(session, path);
            } finally {
                datagram.release();
            }
        });
    }

    @Sharable
    private final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            received(packet.content(), null, packet.sender());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // A datagram that could not be sent is a lost datagram; the next one may get through.
        }
    }

    private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
        private @Nullable RtcPath path;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            if (connections.incrementAndGet() > MAX_CONNECTIONS) {
                ctx.close();
                return;
            }
            RtcPath own = new RtcPath.Tcp(
                    ctx.channel(), (InetSocketAddress) ctx.channel().remoteAddress());
            path = own;
            ctx.executor()
                    .schedule(
                            () -> {
                                if (sessions.byPath(own) == null) {
                                    ctx.close();
                                }
                            },
                            SILENCE_SECONDS,
                            TimeUnit.SECONDS);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf datagram) {
            RtcPath own = path;
            if (own != null) {
                received(datagram, own, own.remote());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            connections.decrementAndGet();
            RtcPath own = path;
            RtcSession session = own == null ? null : sessions.byPath(own);
            if (own != null && session != null) {
                session.loop().execute(() -> session.lost(own));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
