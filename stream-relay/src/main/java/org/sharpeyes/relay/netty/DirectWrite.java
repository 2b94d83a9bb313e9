package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the socket past the pipeline, while nothing waits in it. Saves the bookkeeping of a pipeline write for every
 * picture and viewer; what the kernel does not take goes the ordinary way.
 *
 * <p>Confined to the channel's event loop.
 */
final class DirectWrite {
    private final Channel channel;
    private final @Nullable Socket socket;

    DirectWrite(Channel channel) {
        this.channel = channel;
        boolean plain =
                channel instanceof EpollSocketChannel && channel.pipeline().get(SslHandler.class) == null;
        this.socket = plain && ((EpollSocketChannel) channel).fd() instanceof Socket direct ? direct : null;
    }

    /**
     * Tries once.
     *
     * @param bytes borrowed; its indexes are not changed
     * @return how many bytes the kernel took, 0 if it has no room or the way is not open
     * @throws IOException if the connection is broken
     */
    int write(ByteBuf bytes) throws IOException {
        if (socket == null || !bytes.hasMemoryAddress()) {
            return 0;
        }
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || !waiting.isEmpty()) {
            return 0;
        }
        return socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
    }
}
