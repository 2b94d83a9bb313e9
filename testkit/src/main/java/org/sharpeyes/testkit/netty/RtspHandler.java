package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.InterleavedFrame;
import org.sharpeyes.media.rtsp.RtpInfo;
import org.sharpeyes.media.rtsp.RtspDecoder;
import org.sharpeyes.media.rtsp.RtspInbound;
import org.sharpeyes.media.rtsp.RtspMethod;
import org.sharpeyes.media.rtsp.RtspProtocolException;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.media.rtsp.RtspResponse;
import org.sharpeyes.media.rtsp.RtspStatus;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.media.rtsp.RtspWriter;
import org.sharpeyes.media.rtsp.SessionHeader;
import org.sharpeyes.media.rtsp.Transport;
import org.sharpeyes.testkit.device.DeviceState;
import org.sharpeyes.testkit.device.DigestLogin;
import org.sharpeyes.testkit.fleet.Ailment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RTSP 1.0 of one connection to a device: at most one session at a time, over the connection or over UDP. Confined to
 * the device's loop.
 */
final class RtspHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(RtspHandler.class);
    private static final Pattern PATH = Pattern.compile("/ch(\\d{1,3})/(main|sub)(?:/trackID=(\\d))?/?");
    private static final String METHODS =
            "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER";
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_BUFFERED_BYTES = 1 << 20;
    private static final int PORT_TRIES = 20;

    private final DeviceState state;
    private final DigestLogin digest;
    private final Map<Integer, ChannelFeeds> channels;
    private final RtspDecoder decoder = RtspDecoder.strict();
    private @Nullable ByteBuf unread;
    private @Nullable RtspSession session;
    private @Nullable Future<?> watchdog;
    private long lastHeardNanos = System.nanoTime();

    private record Target(ChannelFeeds channel, StreamFeed feed, int track) {}

    RtspHandler(DeviceState state, DigestLogin digest, Map<Integer, ChannelFeeds> channels) {
        this.state = requireNonNull(state, "state");
        this.digest = requireNonNull(digest, "digest");
        this.channels = channels;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        unread = ctx.alloc().buffer();
        watchdog = ctx.executor()
                .scheduleWithFixedDelay(
                        () -> {
                            boolean reachable = state.ailment().reach() == Ailment.Reach.WELL;
                            if (reachable
                                    && System.nanoTime() - lastHeardNanos
                                            > SESSION_TIMEOUT
                                                    .multipliedBy(3)
                                                    .dividedBy(2)
                                                    .toNanos()) {
                                ctx.close();
                            }
                        },
                        10,
                        10,
                        TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (watchdog != null) {
            watchdog.cancel(false);
        }
        if (session != null) {
            session.close();
            session = null;
        }
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (session != null) {
            session.close();
            session = null;
        }
        super.channelInactive(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ByteBuf buffer = unread;
        try {
            if (buffer == null) {
                return;
            }
            lastHeardNanos = System.nanoTime();
            buffer.writeBytes(in);
            RtspInbound item = decoder.next(buffer);
            while (item != null) {
                take(ctx, item);
                item = decoder.next(buffer);
            }
            buffer.discardSomeReadBytes();
            if (buffer.readableBytes() > MAX_BUFFERED_BYTES) {
                ctx.close();
            }
        } catch (RtspProtocolException e) {
            log.atInfo()
                    .addKeyValue("camera", state.plan().name())
                    .addKeyValue("cause", e.getMessage())
                    .log("RTSP connection closed");
            ctx.close();
        } finally {
            in.release();
        }
    }

    private void take(ChannelHandlerContext ctx, RtspInbound item) {
        if (item instanceof InterleavedFrame frame) {
            frame.payload().release();
        } else if (item instanceof RtspRequest request) {
            Duration delay = state.ailment().answerDelay();
            if (delay.isZero()) {
                serve(ctx, request);
            } else {
                ctx.executor().schedule(() -> serve(ctx, request), delay.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        // A viewer that sends responses gets no answer: we never asked.
    }

    private void serve(ChannelHandlerContext ctx, RtspRequest request) {
        if (!ctx.channel().isActive()) {
            return;
        }
        RtspMethod method = request.method();
        if (method == RtspMethod.OPTIONS) {
            answer(ctx, RtspResponse.to(request, RtspStatus.OK).with("Public", METHODS));
            return;
        }
        boolean guarded = method == RtspMethod.DESCRIBE || method == RtspMethod.SETUP || method == RtspMethod.PLAY;
        if (guarded
                && !digest.accepts(
                        request.headers().first("Authorization").orElse(null), method.name(), request.uri())) {
            RtspResponse refusal = RtspResponse.to(request, RtspStatus.UNAUTHORIZED);
            for (String challenge : digest.challenges()) {
                refusal = refusal.plus("WWW-Authenticate", challenge);
            }
            answer(ctx, refusal);
            return;
        }
        switch (method) {
            case DESCRIBE -> describe(ctx, request);
            case SETUP -> setUp(ctx, request);
            case PLAY -> play(ctx, request);
            case PAUSE -> {
                if (session != null) {
                    session.pause();
                }
                inSession(ctx, request);
            }
            case GET_PARAMETER, SET_PARAMETER -> inSession(ctx, request);
            case TEARDOWN -> {
                inSession(ctx, request);
                if (session != null) {
                    session.close();
                    session = null;
                }
            }
            default ->
                answer(ctx, RtspResponse.to(request, RtspStatus.NOT_IMPLEMENTED).with("Allow", METHODS));
        }
    }

    private static void answer(ChannelHandlerContext ctx, RtspResponse response) {
        ByteBuf out = ctx.alloc().buffer();
        RtspWriter.write(response.with("Server", "Camera RTSP/1.0"), out);
        ctx.writeAndFlush(out);
    }

    private Optional<Target> target(RtspRequest request) {
        Matcher matcher =
                PATH.matcher(RtspUrl.parse(request.uri()).map(RtspUrl::path).orElse(""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ChannelFeeds channel = channels.get(Integer.parseInt(matcher.group(1)));
        if (channel == null) {
            return Optional.empty();
        }
        int track = matcher.group(3) == null ? -1 : Integer.parseInt(matcher.group(3));
        boolean known = track <= (channel.plan().audio() ? RtspSession.AUDIO : RtspSession.VIDEO);
        return known
                ? Optional.of(
                        new Target(channel, matcher.group(2).equals("main") ? channel.main() : channel.sub(), track))
                : Optional.empty();
    }

    /** The stream asked for, or an answer that it cannot be had. */
    private Optional<Target> available(ChannelHandlerContext ctx, RtspRequest request) {
        Optional<Target> target = target(request);
        if (target.isEmpty()) {
            answer(ctx, RtspResponse.to(request, RtspStatus.NOT_FOUND));
            return Optional.empty();
        }
        Ailment.Reach reach = target.get().channel().ailment().reach();
        if (reach != Ailment.Reach.WELL) {
            // Only the channel of an NVR gets here: a silent device is not heard at all.
            answer(
                    ctx,
                    RtspResponse.to(
                            request,
                            reach == Ailment.Reach.SILENT ? RtspStatus.SERVICE_UNAVAILABLE : RtspStatus.NOT_FOUND));
            return Optional.empty();
        }
        return target;
    }

    private void describe(ChannelHandlerContext ctx, RtspRequest request) {
        Optional<Target> target = available(ctx, request);
        if (target.isEmpty()) {
            return;
        }
        ChannelFeeds channel = target.get().channel();
        target.get().feed().describe().whenComplete((loop, failure) -> {
            if (failure != null) {
                answer(ctx, RtspResponse.to(request, RtspStatus.INTERNAL_SERVER_ERROR));
                return;
            }
            String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
            answer(
                    ctx,
                    RtspResponse.to(request, RtspStatus.OK)
                            .with("Content-Base", base)
                            .withBody(
                                    "application/sdp",
                                    SessionDescriptions.of(
                                            channel.plan().name(),
                                            loop,
                                            channel.plan().audio())));
        });
    }

    private void setUp(ChannelHandlerContext ctx, RtspRequest request) {
        Optional<Target> found = available(ctx, request);
        if (found.isEmpty()) {
            return;
        }
        Target target = found.get();
        if (session != null && session.feed() != target.feed()) {
            answer(ctx, RtspResponse.to(request, RtspStatus.AGGREGATE_OPERATION_NOT_ALLOWED));
            return;
        }
        Optional<Transport> wanted = Transport.parseAll(
                        request.headers().first("Transport").orElse(""))
                .stream()
                .filter(each -> each.unicast() && !each.secure())
                .filter(each ->
                        each.lower() == Transport.Lower.TCP || each.clientPort().isPresent())
                .findFirst();
        if (wanted.isEmpty()) {
            answer(ctx, RtspResponse.to(request, RtspStatus.UNSUPPORTED_TRANSPORT));
            return;
        }
        int track = Math.max(0, target.track());
        target.feed().describe().whenComplete((loop, failure) -> {
            if (failure != null || !ctx.channel().isActive()) {
                answer(ctx, RtspResponse.to(request, RtspStatus.INTERNAL_SERVER_ERROR));
                return;
            }
            if (session == null) {
                session = new RtspSession(
                        Long.toHexString(ThreadLocalRandom.current().nextLong() >>> 1),
                        state,
                        target.channel(),
                        target.feed(),
                        loop.codec(),
                        ctx.channel(),
                        ctx.channel().eventLoop());
            }
            if (wanted.get().lower() == Transport.Lower.TCP) {
                interleaved(ctx, request, session, track, wanted.get());
            } else {
                datagrams(ctx, request, session, track, wanted.get());
            }
        });
    }

    private static void interleaved(
            ChannelHandlerContext ctx, RtspRequest request, RtspSession session, int track, Transport wanted) {
        Transport.Pair pair = wanted.interleaved().orElse(new Transport.Pair(track * 2, track * 2 + 1));
        session.route(track, new RtspSession.Route.Interleaved(pair.first(), pair.second()));
        done(
                ctx,
                request,
                session,
                wanted.withInterleaved(pair).withSsrc(session.track(track).ssrc()));
    }

    private void datagrams(
            ChannelHandlerContext ctx, RtspRequest request, RtspSession owner, int track, Transport wanted) {
        Transport.Pair ports = wanted.clientPort().orElseThrow();
        String viewer =
                ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress().getHostAddress();
        bindPair(
                        ctx,
                        new InetSocketAddress(viewer, ports.first()),
                        new InetSocketAddress(viewer, ports.second()),
                        PORT_TRIES)
                .whenComplete((route, failure) -> {
                    if (failure != null) {
                        answer(ctx, RtspResponse.to(request, RtspStatus.INTERNAL_SERVER_ERROR));
                    } else if (session != owner) {
                        route.rtp().close();
                        route.rtcp().close();
                    } else {
                        owner.route(track, route);
                        int port = ((InetSocketAddress) route.rtp().localAddress()).getPort();
                        done(
                                ctx,
                                request,
                                owner,
                                wanted.withServerPort(port)
                                        .withSsrc(owner.track(track).ssrc()));
                    }
                });
    }

    private CompletableFuture<RtspSession.Route.Datagrams> bindPair(
            ChannelHandlerContext ctx, InetSocketAddress rtp, InetSocketAddress rtcp, int tries) {
        int port = 20_000 + 2 * ThreadLocalRandom.current().nextInt(6_000);
        return bind(ctx, port, rtp)
                .thenCompose(first -> bind(ctx, port + 1, rtcp).handle((second, failure) -> {
                    if (failure != null) {
                        first.close();
                        throw new java.util.concurrent.CompletionException(failure);
                    }
                    return new RtspSession.Route.Datagrams(first, second);
                }))
                .handle((route, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(route);
                    }
                    return tries > 1
                            ? bindPair(ctx, rtp, rtcp, tries - 1)
                            : CompletableFuture.<RtspSession.Route.Datagrams>failedFuture(failure);
                })
                .thenCompose(future -> future);
    }

    private CompletableFuture<Channel> bind(ChannelHandlerContext ctx, int port, InetSocketAddress viewer) {
        CompletableFuture<Channel> done = new CompletableFuture<>();
        new Bootstrap()
                .group(ctx.channel().eventLoop())
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_SNDBUF, 1 << 20)
                .handler(new Receiver())
                .localAddress(new InetSocketAddress(state.plan().address(), port))
                .remoteAddress(viewer)
                .connect()
                .addListener((io.netty.channel.ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        done.complete(connected.channel());
                    } else {
                        done.completeExceptionally(requireNonNull(connected.cause()));
                    }
                });
        return done;
    }

    /** Receiver reports over UDP are signs of life. */
    private final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            lastHeardNanos = System.nanoTime();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Port unreachable: the viewer has gone, which its connection will tell.
            log.debug("datagrams of {}: {}", state.plan().name(), cause.toString());
        }
    }

    private static void done(ChannelHandlerContext ctx, RtspRequest request, RtspSession session, Transport transport) {
        answer(
                ctx,
                RtspResponse.to(request, RtspStatus.OK)
                        .with("Transport", transport.text())
                        .with("Session", new SessionHeader(session.id(), Optional.of(SESSION_TIMEOUT)).text()));
    }

    private void play(ChannelHandlerContext ctx, RtspRequest request) {
        RtspSession playing = session;
        if (playing == null || !names(request, playing)) {
            answer(ctx, RtspResponse.to(request, RtspStatus.SESSION_NOT_FOUND));
            return;
        }
        String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
        StringBuilder info = new StringBuilder();
        for (int track : List.of(RtspSession.VIDEO, RtspSession.AUDIO)) {
            if (playing.routed(track)) {
                RtpTrack sender = playing.track(track);
                info.append(info.isEmpty() ? "" : ",")
                        .append(new RtpInfo(
                                        base + "trackID=" + track,
                                        Optional.of(sender.nextSequence()),
                                        Optional.of(sender.timestampUnsigned(
                                                track == RtspSession.VIDEO ? playing.videoTicksNow() : 0)))
                                .text());
            }
        }
        answer(
                ctx,
                RtspResponse.to(request, RtspStatus.OK)
                        .with("Session", playing.id())
                        .with("Range", "npt=now-")
                        .with("RTP-Info", info.toString()));
        playing.play();
    }

    private static boolean names(RtspRequest request, RtspSession session) {
        return request.session().map(header -> header.id().equals(session.id())).orElse(false);
    }

    private void inSession(ChannelHandlerContext ctx, RtspRequest request) {
        RtspSession known = session;
        if (request.headers().contains("Session") && (known == null || !names(request, known))) {
            answer(ctx, RtspResponse.to(request, RtspStatus.SESSION_NOT_FOUND));
            return;
        }
        RtspResponse ok = RtspResponse.to(request, RtspStatus.OK);
        answer(ctx, known == null ? ok : ok.with("Session", known.id()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) {
            log.atError()
                    .addKeyValue("camera", state.plan().name())
                    .setCause(cause)
                    .log("RTSP connection failed");
        }
        ctx.close();
    }
}
