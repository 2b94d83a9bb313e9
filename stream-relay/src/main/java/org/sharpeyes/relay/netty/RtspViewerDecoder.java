package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.sharpeyes.media.rtsp.RtspDecoder;
import org.sharpeyes.media.rtsp.RtspInbound;
import org.sharpeyes.media.rtsp.RtspProtocolException;

/**
 * Cuts what a viewer sends into requests and interleaved frames, strictly: whatever could be read in two ways is a
 * {@link BadRequest}, after which nothing more is read.
 */
final class RtspViewerDecoder extends ByteToMessageDecoder {
    record BadRequest(int status, String reason) {}

    private final RtspDecoder decoder = RtspDecoder.strict();
    private boolean broken;

    /** Whether a request or a frame has begun but is not whole. */
    boolean midMessage() {
        return actualReadableBytes() > 0;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            RtspInbound next = decoder.next(in);
            if (next != null) {
                out.add(next);
            }
        } catch (RtspProtocolException unreadable) {
            broken = true;
            in.skipBytes(in.readableBytes());
            out.add(new BadRequest(unreadable.status(), String.valueOf(unreadable.getMessage())));
        }
    }
}
