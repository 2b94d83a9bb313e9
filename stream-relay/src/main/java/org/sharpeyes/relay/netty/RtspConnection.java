package org.sharpeyes.relay.netty;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.InterleavedFrame;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.relay.netty.RtspViewerDecoder.BadRequest;
import org.sharpeyes.relay.stream.ViewEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a viewer: takes requests one after the other, however fast they come, and ends what stands idle.
 *
 * <p>Confined to the connection's event loop.
 */
final class RtspConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RtspConnection.class);
    private static final int MAX_PIPELINED = 16;

    private final RelayContext context;
    private final RtspViewerDecoder decoder;
    private final RtspDialogue dialogue;
    private final ArrayDeque<RtspRequest> pipelined = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext channelContext;
    private boolean busy;
    private boolean closing;
    private long quietSinceNanos;

    RtspConnection(RelayContext context, RtspViewerDecoder decoder, UdpPorts ports) {
        this.context = context;
        this.decoder = decoder;
        this.dialogue = new RtspDialogue(context, ports, this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channelContext = ctx;
        quietSinceNanos = context.clock().getAsLong();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        scheduleTick(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof InterleavedFrame frame) {
            dialogue.interleaved(frame.channel(), frame.payload());
            frame.payload().release();
        } else if (message instanceof RtspRequest request) {
            quietSinceNanos = context.clock().getAsLong();
            accept(ctx, request);
        } else if (message instanceof BadRequest bad) {
            LOG.atDebug()
                    .addKeyValue("remote", ctx.channel().remoteAddress())
                    .addKeyValue("cause", bad.reason())
                    .log("Bad RTSP request");
            answerAndClose(RtspAnswer.toNothingReadable(bad.status()));
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void accept(ChannelHandlerContext ctx, RtspRequest request) {
        if (closing) {
            return;
        }
        if (busy) {
            if (pipelined.size() >= 4 * MAX_PIPELINED) {
                // Reading was stopped long ago: this comes through a tunnel whose other half does not care.
                closing = true;
                ctx.close();
                return;
            }
            pipelined.add(request);
            if (pipelined.size() >= MAX_PIPELINED) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        busy = true;
        dialogue.handle(request);
    }

    /** Writes the answer of the request in hand, then takes the next one. */
    void answer(RtspAnswer answer) {
        ChannelHandlerContext ctx = context();
        ctx.writeAndFlush(answer.encode(ctx.alloc()));
        if (pipelined.isEmpty()) {
            busy = false;
            ctx.channel().config().setAutoRead(true);
        } else {
            // As a task: a hundred requests in one read must not become a hundred stack frames.
            ctx.executor().execute(this::takeNext);
        }
    }

    private void takeNext() {
        RtspRequest next = pipelined.poll();
        if (next == null || closing) {
            busy = false;
        } else {
            dialogue.handle(next);
        }
    }

    void answerAndClose(RtspAnswer answer) {
        if (closing) {
            return;
        }
        closing = true;
        ChannelHandlerContext ctx = context();
        ctx.writeAndFlush(answer.encode(ctx.alloc())).addListener(ChannelFutureListener.CLOSE);
    }

    /** Runs {@code then} on this loop; a failure of ours is answered with 500. */
    <T> void later(RtspRequest request, CompletionStage<T> stage, Consumer<T> then) {
        stage.whenCompleteAsync(
                (value, failure) -> {
                    if (closing || !context().channel().isActive()) {
                        return;
                    }
                    if (failure != null) {
                        LOG.atError()
                                .setCause(failure)
                                .addKeyValue("request", request)
                                .log("RTSP request failed");
                        answer(RtspAnswer.to(request, 500));
                        return;
                    }
                    try {
                        then.accept(value);
                    } catch (RuntimeException broken) {
                        // A broken invariant of ours costs this connection, and is told.
                        LOG.atError()
                                .setCause(broken)
                                .addKeyValue("request", request)
                                .log("RTSP request failed");
                        context().close();
                    }
                },
                context().executor());
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext ctx = channelContext;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    InetSocketAddress remote() {
        return (InetSocketAddress) context().channel().remoteAddress();
    }

    void close(ViewEnd reason) {
        if (!closing) {
            closing = true;
            LOG.atInfo()
                    .addKeyValue("remote", remote())
                    .addKeyValue("cause", reason)
                    .log("View ended");
        }
        context().close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        pipelined.clear();
        dialogue.close();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.atDebug()
                .addKeyValue("remote", ctx.channel().remoteAddress())
                .addKeyValue("cause", cause)
                .log("Connection broke");
        ctx.close();
    }

    private void scheduleTick(ChannelHandlerContext ctx) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (ctx.channel().isActive() && !ctx.isRemoved()) {
                                tick();
                                scheduleTick(ctx);
                            }
                        },
                        1,
                        TimeUnit.SECONDS);
    }

    private void tick() {
        long now = context.clock().getAsLong();
        RtspSession session = dialogue.session();
        if (session != null) {
            RtspSession.Sign sign = session.tick(now);
            if (sign != RtspSession.Sign.ALIVE) {
                close(ViewEnd.STALLED);
                return;
            }
            if (!decoder.midMessage()) {
                quietSinceNanos = now;
            }
        }
        if (!busy && now - quietSinceNanos >= context.rtsp().requestTimeout().toNanos()) {
            // Too slow in saying something, or nothing to say: no session, no place.
            closing = true;
            context().close();
        }
    }
}
