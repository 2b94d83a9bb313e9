package org.sharpeyes.relay.webrtc.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Takes the lengths away that stand before datagrams on TCP (RFC 4571 §2). What is too long ends the connection. */
final class IceTcpDecoder extends ByteToMessageDecoder {
    private static final int HEAD_BYTES = 2;
    private static final int MAX_BYTES = 2048;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < HEAD_BYTES) {
            return;
        }
        int length = in.getUnsignedShort(in.readerIndex());
        if (length == 0 || length > MAX_BYTES) {
            in.skipBytes(in.readableBytes());
            ctx.close();
            return;
        }
        if (in.readableBytes() >= HEAD_BYTES + length) {
            in.skipBytes(HEAD_BYTES);
            out.add(in.readRetainedSlice(length));
        }
    }
}
