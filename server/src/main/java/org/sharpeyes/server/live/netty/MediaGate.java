package org.sharpeyes.server.live.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.ViewerAdmission;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.netty.BrowserViews;
import org.sharpeyes.relay.playback.PlayOpening;
import org.sharpeyes.relay.playback.PlayRequest;
import org.sharpeyes.relay.webrtc.netty.WebRtcServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what begins with {@code /media/} out of a connection before Spring sees it. Checks ticket and {@code Origin} by
 * itself, upgrades to a WebSocket and hands the connection to the relay; from then on Spring's handlers are gone from it.
 *
 * <p>Sits between the HTTP codec and Reactor's traffic handler. Reading is on demand there: whatever the gate keeps to
 * itself it must ask more for. A request of one side waits until the answer to one of the other is complete, else answers
 * of a pipelining client would be swapped.
 *
 * <p>Confined to the connection's event loop.
 */
public final class MediaGate extends ChannelDuplexHandler {
    public static final String NAME = "sharp-eyes.gate";

    private static final Logger LOG = LoggerFactory.getLogger(MediaGate.class);
    private static final int MAX_PARKED = 64;
    private static final int MAX_MESSAGE_FROM_BROWSER = 4096;
    private static final int SEND_BUFFER_BYTES = 128 * 1024;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);
    private static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_MESSAGE_FROM_BROWSER)
            .allowExtensions(false)
            .build();

    private final ViewerAdmission admission;
    private final BrowserViews browsers;
    private final Whep whep;
    private final ClientOf client;
    private final ArrayDeque<Object> parked = new ArrayDeque<>();

    /** Requests that Spring has and has not answered yet. */
    private int withSpring;
    /** The request of ours whose end has not come, or that is being answered. */
    private @Nullable HttpRequest ours;
    /** What has come of our request's body. */
    private final ByteBuf body = Unpooled.buffer(0, Whep.MAX_OFFER_BYTES);

    private boolean answering;
    private boolean passingOn;
    private boolean upgraded;

    /** The address of a client behind a connection. */
    @FunctionalInterface
    public interface ClientOf {
        @Nullable
        InetAddress of(Channel channel, HttpRequest request);
    }

    public MediaGate(ViewerAdmission admission, BrowserViews browsers, WebRtcServer webRtc, ClientOf client) {
        this.admission = admission;
        this.browsers = browsers;
        this.whep = new Whep(webRtc);
        this.client = client;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (upgraded) {
            // Glued behind the upgrade by a client that did not wait for the answer.
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        if (answering || !parked.isEmpty()) {
            park(ctx, message);
            return;
        }
        take(ctx, message);
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request && !passingOn && ours == null) {
            if (MediaTarget.isMedia(request.uri())) {
                if (withSpring > 0) {
                    park(ctx, message);
                    return;
                }
                ours = request;
            } else {
                withSpring++;
                passingOn = true;
            }
        }
        HttpRequest mine = ours;
        if (mine == null) {
            if (message instanceof LastHttpContent) {
                passingOn = false;
            }
            ctx.fireChannelRead(message);
            return;
        }
        boolean tooLarge = false;
        if (message instanceof HttpContent content && content.content().isReadable()) {
            // Only an offer has a body.
            tooLarge = !HttpMethod.POST.equals(mine.method())
                    || body.readableBytes() + content.content().readableBytes() > Whep.MAX_OFFER_BYTES;
            if (!tooLarge) {
                body.writeBytes(content.content());
            }
        }
        boolean last = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (tooLarge || mine.decoderResult().isFailure()) {
            answering = true;
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, true);
        } else if (last) {
            answering = true;
            decide(ctx, mine);
        } else {
            if (message instanceof HttpRequest && HttpUtil.is100ContinueExpected(mine)) {
                ctx.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
            }
            ctx.read();
        }
    }

    private void park(ChannelHandlerContext ctx, Object message) {
        if (parked.size() >= MAX_PARKED) {
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        parked.add(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        ctx.write(message, promise);
        boolean informational = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !informational && !answering && withSpring > 0) {
            withSpring--;
            if (withSpring == 0 && !parked.isEmpty()) {
                // After this write is through, not inside of it.
                ctx.executor().execute(() -> unpark(ctx));
            }
        }
    }

    private void unpark(ChannelHandlerContext ctx) {
        if (answering || withSpring > 0) {
            return;
        }
        ArrayDeque<Object> waiting = new ArrayDeque<>(parked);
        parked.clear();
        while (!waiting.isEmpty()) {
            if (answering || !parked.isEmpty() || !ctx.channel().isActive()) {
                parked.addAll(waiting);
                return;
            }
            take(ctx, waiting.poll());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        parked.forEach(ReferenceCountUtil::release);
        parked.clear();
        ctx.fireChannelInactive();
    }

    private void decide(ChannelHandlerContext ctx, HttpRequest request) {
        MediaTarget target = MediaTarget.parse(request.uri());
        HttpMethod method = request.method();
        if (target instanceof MediaTarget.Live || target instanceof MediaTarget.Recorded) {
            if (!method.equals(HttpMethod.GET)) {
                refuse(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, false);
            } else if (!WebSocketUpgrade.isSound(request)) {
                refuse(ctx, HttpResponseStatus.UPGRADE_REQUIRED, false);
            } else {
                admit(ctx, request, (MediaTarget.Stream) target);
            }
        } else if (target instanceof MediaTarget.Whep offered) {
            if (!method.equals(HttpMethod.POST)) {
                refuse(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, false);
            } else if (!Whep.SDP.equals(HttpUtil.getMimeType(request))) {
                refuse(ctx, HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, false);
            } else {
                admit(ctx, request, offered);
            }
        } else if (target instanceof MediaTarget.WhepSession session) {
            if (!method.equals(HttpMethod.DELETE)) {
                refuse(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, false);
            } else if (WebSocketUpgrade.isForeign(request)) {
                refuse(ctx, HttpResponseStatus.FORBIDDEN, false);
            } else {
                answer(ctx, whep.end(session.id()), false);
            }
        } else {
            refuse(ctx, HttpResponseStatus.NOT_FOUND, false);
        }
    }

    private void admit(ChannelHandlerContext ctx, HttpRequest request, MediaTarget.Stream target) {
        ViewerCredential.TicketText ticket = target.ticket();
        InetAddress from = client.of(ctx.channel(), request);
        if (WebSocketUpgrade.isForeign(request)) {
            refuse(ctx, HttpResponseStatus.FORBIDDEN, false);
        } else if (ticket == null) {
            refuse(ctx, HttpResponseStatus.UNAUTHORIZED, false);
        } else if (from == null) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, true);
        } else if (target instanceof MediaTarget.Recorded recorded) {
            PlayRequest play =
                    new PlayRequest(recorded.grant(), recorded.stream().camera(), ticket, from);
            browsers.recordings()
                    .open(play)
                    .whenCompleteAsync(
                            (opening, failure) -> opened(ctx, request, play, opening, failure), ctx.executor());
        } else {
            ViewerRequest wanted = new ViewerRequest(target.stream(), ticket, from);
            admission
                    .admit(wanted)
                    .thenCompose(answer -> answer instanceof Admission.Admitted admitted
                            ? admission.begin(wanted, admitted)
                            : CompletableFuture.completedFuture(answer))
                    .whenCompleteAsync(
                            (answer, failure) -> {
                                if (failure != null) {
                                    failed(ctx, failure);
                                } else {
                                    decided(ctx, request, target, wanted, answer);
                                }
                            },
                            ctx.executor());
        }
    }

    private void failed(ChannelHandlerContext ctx, Throwable failure) {
        LOG.atError().setCause(failure).log("A view could not be decided about");
        refuse(ctx, HttpResponseStatus.INTERNAL_SERVER_ERROR, true);
    }

    private void decided(
            ChannelHandlerContext ctx,
            HttpRequest request,
            MediaTarget.Stream target,
            ViewerRequest wanted,
            Admission answer) {
        if (!ctx.channel().isActive()) {
            return;
        }
        if (answer instanceof Admission.Admitted admitted) {
            if (target instanceof MediaTarget.Whep) {
                negotiate(ctx, wanted, admitted);
            } else if (target instanceof MediaTarget.Live live && parked.isEmpty()) {
                upgrade(ctx, request, channel -> browsers.watch(channel, wanted, admitted, live.wish()));
            } else {
                refuse(ctx, HttpResponseStatus.BAD_REQUEST, true);
            }
        } else {
            refused(ctx, answer);
        }
    }

    private void opened(
            ChannelHandlerContext ctx,
            HttpRequest request,
            PlayRequest wanted,
            @Nullable PlayOpening opening,
            @Nullable Throwable failure) {
        if (opening instanceof PlayOpening.Ready ready) {
            if (ctx.channel().isActive() && parked.isEmpty()) {
                upgrade(ctx, request, channel -> browsers.play(channel, wanted, ready));
            } else {
                ready.recording().close();
                refuse(ctx, HttpResponseStatus.BAD_REQUEST, true);
            }
        } else if (opening instanceof PlayOpening.Refused refused) {
            refused(ctx, refused.answer());
        } else if (opening instanceof PlayOpening.Failed) {
            refuse(ctx, HttpResponseStatus.SERVICE_UNAVAILABLE, false);
        } else {
            LOG.atError().setCause(failure).log("A recording could not be opened");
            refuse(ctx, HttpResponseStatus.INTERNAL_SERVER_ERROR, true);
        }
    }

    private void refused(ChannelHandlerContext ctx, Admission answer) {
        if (answer instanceof Admission.Unauthenticated) {
            refuse(ctx, HttpResponseStatus.UNAUTHORIZED, false);
        } else if (answer instanceof Admission.Hidden) {
            refuse(ctx, HttpResponseStatus.NOT_FOUND, false);
        } else if (answer instanceof Admission.Forbidden) {
            refuse(ctx, HttpResponseStatus.FORBIDDEN, false);
        } else if (answer instanceof Admission.Unavailable) {
            refuse(ctx, HttpResponseStatus.SERVICE_UNAVAILABLE, false);
        } else {
            throw new IllegalStateException("admission " + answer);
        }
    }

    private void negotiate(ChannelHandlerContext ctx, ViewerRequest wanted, Admission.Admitted admitted) {
        if (!(ctx.channel().localAddress() instanceof InetSocketAddress reached)) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, true);
            return;
        }
        whep.open(wanted, admitted, body.toString(StandardCharsets.UTF_8), reached.getAddress())
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure != null) {
                                failed(ctx, failure);
                            } else {
                                answer(ctx, answer, false);
                            }
                        },
                        ctx.executor());
    }

    private void upgrade(ChannelHandlerContext ctx, HttpRequest request, Consumer<Channel> then) {
        Channel channel = ctx.channel();
        for (Map.Entry<String, ChannelHandler> one : channel.pipeline().toMap().entrySet()) {
            String name = one.getKey();
            boolean codec = name.endsWith("httpCodec")
                    || name.toLowerCase(java.util.Locale.ROOT).contains("ssl");
            if (name.startsWith("reactor.") && !codec) {
                channel.pipeline().remove(one.getValue());
            }
        }
        channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        upgraded = true;
        DefaultFullHttpRequest whole =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.uri(), Unpooled.EMPTY_BUFFER);
        whole.headers().set(request.headers());
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory("", null, DECODER).newHandshaker(whole);
        handshaker.handshake(channel, whole).addListener(done -> {
            if (!done.isSuccess()) {
                LOG.atDebug().setCause(done.cause()).log("WebSocket upgrade failed");
                channel.close();
                return;
            }
            then.accept(channel);
            channel.pipeline().remove(this);
            channel.config().setAutoRead(true);
        });
    }

    private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, boolean close) {
        MediaAnswer answer = MediaAnswer.problem(status);
        answer(
                ctx,
                status.equals(HttpResponseStatus.UPGRADE_REQUIRED)
                        ? answer.with(HttpHeaderNames.UPGRADE, "websocket")
                        : answer,
                close);
    }

    private void answer(ChannelHandlerContext ctx, MediaAnswer answer, boolean close) {
        FullHttpResponse response = answer.response();
        body.clear();
        if (close) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        ctx.writeAndFlush(response);
        ours = null;
        answering = false;
        if (parked.isEmpty()) {
            ctx.read();
        } else {
            ctx.executor().execute(() -> unpark(ctx));
        }
    }
}
