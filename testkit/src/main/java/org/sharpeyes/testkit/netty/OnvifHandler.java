package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sharpeyes.testkit.device.OnvifFace;
import org.sharpeyes.testkit.device.OnvifReply;
import org.sharpeyes.testkit.device.OnvifRequest;

/** HTTP in front of the ONVIF face. One for each connection, on the device's loop. */
final class OnvifHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    static final int MAX_BODY_BYTES = 1 << 20;

    private final OnvifFace face;
    private final Supplier<Duration> answerDelay;

    OnvifHandler(OnvifFace face, Supplier<Duration> answerDelay) {
        this.face = requireNonNull(face, "face");
        this.answerDelay = requireNonNull(answerDelay, "answerDelay");
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        OnvifRequest asked = new OnvifRequest(
                request.method().name(),
                request.uri(),
                request.headers().get(HttpHeaderNames.AUTHORIZATION),
                ByteBufUtil.getBytes(request.content()));
        Duration delay = answerDelay.get();
        if (delay.isZero()) {
            answer(ctx, asked, keepAlive);
        } else {
            ctx.executor().schedule(() -> answer(ctx, asked, keepAlive), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void answer(ChannelHandlerContext ctx, OnvifRequest asked, boolean keepAlive) {
        OnvifReply reply = face.handle(asked);
        if (reply instanceof OnvifReply.Now now) {
            write(ctx, now, keepAlive);
        } else if (reply instanceof OnvifReply.Later later) {
            Once once = new Once(() -> write(ctx, later.resume().get(), keepAlive));
            ctx.executor().schedule(once, later.timeout().toMillis(), TimeUnit.MILLISECONDS);
            later.subscribe().accept(once);
        } else {
            throw new IllegalStateException("a new kind of reply: " + reply);
        }
    }

    /** Runs the first time it is called. */
    private static final class Once implements Runnable {
        private final Runnable action;
        private boolean done;

        Once(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                action.run();
            }
        }
    }

    private static void write(ChannelHandlerContext ctx, OnvifReply.Now reply, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(reply.body()));
        // Capitals as devices write them: libonvif 1.4.4 does not find a header in lower case.
        response.headers().set("Content-Type", reply.contentType());
        response.headers().setInt("Content-Length", reply.body().length);
        reply.challenges().forEach(challenge -> response.headers().add("WWW-Authenticate", challenge));
        response.headers().set("Connection", keepAlive ? "keep-alive" : "close");
        var written = ctx.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A client that goes away or speaks no HTTP is its own affair.
        ctx.close();
    }
}
