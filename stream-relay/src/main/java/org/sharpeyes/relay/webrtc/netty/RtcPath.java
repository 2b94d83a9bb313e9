package org.sharpeyes.relay.webrtc.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/** One way to a browser. Immutable; equal by where it leads. */
sealed interface RtcPath {
    InetSocketAddress remote();

    Channel channel();

    /** Queues a datagram and takes ownership of it; {@link #flush} sends what is queued. */
    void write(ByteBuf datagram);

    /** The word for lists of viewers. */
    String transport();

    default void flush() {
        channel().flush();
    }

    /** {@code false} while the kernel takes nothing more. */
    default boolean isWritable() {
        return channel().isWritable();
    }

    /**
     * Datagrams from the one port.
     *
     * @param channel the socket of the session's loop
     */
    record Udp(Channel channel, InetSocketAddress remote) implements RtcPath {
        @Override
        public void write(ByteBuf datagram) {
            channel.write(new DatagramPacket(datagram, remote), channel.voidPromise());
        }

        @Override
        public String transport() {
            return "whep-udp";
        }
    }

    /** A connection of the browser's, each datagram behind its length (RFC 4571 §2). */
    record Tcp(Channel channel, InetSocketAddress remote) implements RtcPath {
        @Override
        public void write(ByteBuf datagram) {
            ByteBuf length = channel.alloc().directBuffer(2).writeShort(datagram.readableBytes());
            channel.write(length, channel.voidPromise());
            channel.write(datagram, channel.voidPromise());
        }

        @Override
        public String transport() {
            return "whep-tcp";
        }
    }
}
