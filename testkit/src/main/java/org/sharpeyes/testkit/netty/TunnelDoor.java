package org.sharpeyes.testkit.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.Base64Stream;
import org.sharpeyes.media.rtsp.TunnelHead;

/**
 * The web port of a device as ONVIF Streaming §5.1.1.4 has it: a GET or POST with a tunnel's cookie is one half of RTSP over
 * HTTP, everything else is for the web server behind it. Confined to the device's loop.
 */
final class TunnelDoor extends ChannelInboundHandlerAdapter {
    private final Map<String, ChannelHandlerContext> answering;
    private final Consumer<Channel> rtsp;
    private @Nullable ByteBuf gathered;
    private @Nullable Base64Stream decoder;
    private @Nullable ChannelHandlerContext to;

    /**
     * @param answering the open halves of the device by their cookie, shared by its connections
     * @param rtsp adds what speaks RTSP to a connection
     */
    TunnelDoor(Map<String, ChannelHandlerContext> answering, Consumer<Channel> rtsp) {
        this.answering = answering;
        this.rtsp = rtsp;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (decoder != null) {
            pass(ctx, bytes);
            bytes.release();
            return;
        }
        ByteBuf all = gathered;
        if (all == null) {
            all = ctx.alloc().buffer();
        }
        gathered = all.writeBytes(bytes);
        bytes.release();
        int end = TunnelHead.end(all);
        if (end < 0 && all.readableBytes() <= TunnelHead.MAX_BYTES) {
            return;
        }
        gathered = null;
        Optional<TunnelHead> head = end < 0
                ? Optional.empty()
                : TunnelHead.parse(
                        all.toString(all.readerIndex(), end - all.readerIndex(), StandardCharsets.ISO_8859_1));
        if (head.isEmpty()) {
            ctx.fireChannelRead(all);
            ctx.fireChannelReadComplete();
            ctx.pipeline().remove(this);
            return;
        }
        all.readerIndex(end + 4);
        if (head.get().answers()) {
            answer(ctx, head.get().cookie());
        } else {
            request(ctx, head.get().cookie(), all);
        }
        all.release();
    }

    private void answer(ChannelHandlerContext ctx, String cookie) {
        if (answering.putIfAbsent(cookie, ctx) != null) {
            ctx.close();
            return;
        }
        ctx.channel().closeFuture().addListener(closed -> answering.remove(cookie, ctx));
        dropWebServer(ctx);
        rtsp.accept(ctx.channel());
        ByteBuf text = ctx.alloc().buffer();
        TunnelHead.writeAnswer("Simulated", text);
        ctx.writeAndFlush(text);
    }

    private void request(ChannelHandlerContext ctx, String cookie, ByteBuf rest) {
        ChannelHandlerContext half = answering.get(cookie);
        if (half == null) {
            ctx.close();
            return;
        }
        dropWebServer(ctx);
        decoder = new Base64Stream();
        to = half;
        half.channel().closeFuture().addListener(closed -> ctx.close());
        pass(ctx, rest);
    }

    /** Everything behind this handler. */
    private void dropWebServer(ChannelHandlerContext ctx) {
        for (ChannelHandler last = ctx.pipeline().last();
                last != this;
                last = ctx.pipeline().last()) {
            ctx.pipeline().remove(last);
        }
    }

    private void pass(ChannelHandlerContext ctx, ByteBuf coded) {
        Base64Stream stream = decoder;
        ChannelHandlerContext half = to;
        if (stream == null || half == null || !coded.isReadable()) {
            return;
        }
        ByteBuf clear = ctx.alloc().buffer();
        if (!stream.decode(coded, clear)) {
            clear.release();
            ctx.close();
            half.close();
        } else if (half.isRemoved()) {
            clear.release();
        } else {
            half.fireChannelRead(clear);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ByteBuf left = gathered;
        if (left != null) {
            gathered = null;
            left.release();
        }
    }
}
