package org.sharpeyes.relay.webrtc.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sharpeyes.media.digest.NonceRandom;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.relay.picture.VideoTrack;
import org.sharpeyes.relay.stream.StreamOpening;
import org.sharpeyes.relay.stream.ViewIdentity;
import org.sharpeyes.relay.webrtc.DtlsHandshakes;
import org.sharpeyes.relay.webrtc.IceCredentials;
import org.sharpeyes.relay.webrtc.RtcAnswer;
import org.sharpeyes.relay.webrtc.RtcOffer;
import org.sharpeyes.relay.webrtc.RtcOpening;
import org.sharpeyes.relay.webrtc.WebRtcSettings;

/**
 * WebRTC for browsers, on the event loops of the relay. Each loop has a socket of its own on the one UDP port; the kernel
 * spreads browsers over them, and what comes to another loop than the session's is handed over.
 *
 * <p>Thread-safe.
 */
public final class WebRtcServer implements AutoCloseable {
    private static final int BUFFER_BYTES = 4 << 20;
    private static final int PORT_TRIES = 32;
    private static final WriteBufferWaterMark TCP_WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1 << 20);

    private final RtcContext context;
    private final List<EventLoop> loops;
    private final List<InetAddress> announced = new ArrayList<>();
    private final Map<EventLoop, Channel> sockets = new HashMap<>();
    private final RtcReceiver receiver;
    private final int port;
    private final Channel listener;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Starts listening.
     *
     * @throws IOException if the port is taken, or an address of the settings is none
     */
    public static WebRtcServer start(
            WebRtcSettings settings, RelaySettings relaySettings, RelayServer relay, InstantSource time)
            throws IOException {
        return new WebRtcServer(settings, relaySettings, relay, time);
    }

    private WebRtcServer(WebRtcSettings settings, RelaySettings relaySettings, RelayServer relay, InstantSource time)
            throws IOException {
        for (String address : settings.addresses()) {
            announced.add(literal(address));
        }
        SecureRandom random = NonceRandom.seeded();
        context = new RtcContext(
                relay.hub(),
                relay.views(),
                relaySettings,
                settings,
                new DtlsHandshakes(settings.handshakes(), random, time.instant()),
                new RtcSessions(settings.maxSessions()),
                PooledByteBufAllocator.DEFAULT,
                System::nanoTime,
                time,
                random);
        loops = relay.loops();
        receiver = new RtcReceiver(context.sessions(), sockets::get);
        try {
            listener = bindAll(settings);
            port = ((InetSocketAddress) listener.localAddress()).getPort();
        } catch (IOException | RuntimeException failed) {
            context.handshakes().close();
            closeSockets();
            throw failed;
        }
    }

    /** The port of UDP and of TCP. */
    public int port() {
        return port;
    }

    /** Sessions that wait or play. */
    public int sessions() {
        return context.sessions().size();
    }

    /**
     * Answers an offer.
     *
     * @param offer as it came
     * @param reached our own address as this browser knows it
     */
    public CompletionStage<RtcOpening> open(
            ViewerRequest request, Admission.Admitted admitted, String offer, InetAddress reached) {
        RtcOffer read;
        try {
            read = RtcOffer.parse(offer);
        } catch (RtcOffer.BadOffer bad) {
            return CompletableFuture.completedFuture(new RtcOpening.Refused(String.valueOf(bad.getMessage())));
        }
        if (context.sessions().size() >= context.webRtc().maxSessions()) {
            return CompletableFuture.completedFuture(new RtcOpening.Busy("as many sessions as there may be"));
        }
        return context.hub().describe(request.stream()).thenApply(opening -> {
            if (opening instanceof StreamOpening.Ready ready) {
                return agree(request, admitted, read, ready.description(), reached);
            }
            if (opening instanceof StreamOpening.Failed failed) {
                return new RtcOpening.Failed(failed.cause());
            }
            throw new IllegalStateException("opening " + opening);
        });
    }

    private RtcOpening agree(
            ViewerRequest request,
            Admission.Admitted admitted,
            RtcOffer offer,
            StreamDescription description,
            InetAddress reached) {
        VideoTrack video = VideoTrack.of(description).orElse(null);
        if (video == null) {
            return new RtcOpening.NotPlayable(RtcOpening.NotPlayable.Why.NO_VIDEO);
        }
        if (VideoTrack.reorderDepth(video.hint()) > 0) {
            return new RtcOpening.NotPlayable(RtcOpening.NotPlayable.Why.B_FRAMES);
        }
        RtcAnswer answer = RtcAnswer.agree(offer, description, context.random()).orElse(null);
        if (answer == null) {
            return new RtcOpening.NotPlayable(RtcOpening.NotPlayable.Why.CODEC);
        }
        EventLoop loop = loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
        IceCredentials own = IceCredentials.random(context.random());
        ViewIdentity identity = new ViewIdentity(
                context.newId(),
                request.stream(),
                admitted,
                request.client().getHostAddress(),
                "whep",
                context.time().instant());
        RtcSession session = new RtcSession(context.newId(), context, loop, answer, description, own, identity);
        if (!context.sessions().enter(session)) {
            return new RtcOpening.Busy("as many sessions as there may be");
        }
        if (!context.views().enter(identity, loop, session::viewEnded)) {
            context.sessions().forget(session, List.of());
            return new RtcOpening.Busy("as many views as one user may have");
        }
        loop.execute(session::start);
        List<InetAddress> addresses = announced.isEmpty() ? List.of(reached) : announced;
        return new RtcOpening.Opened(
                session.id(), answer.text(own, context.handshakes().fingerprint(), addresses, port));
    }

    /**
     * Ends a session because its browser wants it.
     *
     * @return {@code false} if there is none of this id
     */
    public boolean end(String sessionId) {
        RtcSession session = context.sessions().byId(sessionId);
        if (session == null) {
            return false;
        }
        session.loop().execute(() -> session.end("by the browser"));
        return true;
    }

    @Override
    public void close() {
        for (RtcSession session : context.sessions().all()) {
            session.loop().execute(() -> session.end("the server stops"));
        }
        listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        closeSockets();
        context.handshakes().close();
    }

    private void closeSockets() {
        sockets.values().forEach(socket -> socket.close().awaitUninterruptibly(1, TimeUnit.SECONDS));
    }

    /** The same number for UDP and TCP; when it is for us to choose, one that both have free. */
    private Channel bindAll(WebRtcSettings settings) throws IOException {
        IOException last = new IOException("no port is free for UDP and TCP on " + settings.host());
        for (int i = 0; i < (settings.port() == 0 ? PORT_TRIES : 1); i++) {
            Channel tcp = listen(settings.host(), settings.port());
            int number = ((InetSocketAddress) tcp.localAddress()).getPort();
            try {
                for (EventLoop loop : loops) {
                    sockets.put(loop, bind(loop, settings.host(), number));
                }
                return tcp;
            } catch (IOException taken) {
                last = taken;
                tcp.close();
                closeSockets();
                sockets.clear();
            }
        }
        throw last;
    }

    private Channel bind(EventLoop loop, String host, int number) throws IOException {
        var bound = new Bootstrap()
                .group(loop)
                .channel(EpollDatagramChannel.class)
                .option(EpollChannelOption.SO_REUSEPORT, true)
                .option(ChannelOption.SO_SNDBUF, BUFFER_BYTES)
                .option(ChannelOption.SO_RCVBUF, BUFFER_BYTES)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(BUFFER_BYTES / 2, BUFFER_BYTES))
                .handler(receiver.datagrams())
                .bind(host, number)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("WebRTC on UDP port " + number + " of " + host + " cannot listen", bound.cause());
        }
        return bound.channel();
    }

    private Channel listen(String host, int number) throws IOException {
        var bound = new ServerBootstrap()
                .group(loops.get(0).parent())
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 256)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, TCP_WATER_MARK)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new IceTcpDecoder(), receiver.connection());
                    }
                })
                .bind(host, number)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("WebRTC on TCP port " + number + " of " + host + " cannot listen", bound.cause());
        }
        return bound.channel();
    }

    /** Names are not looked up: an address that a browser is told must not depend on who asks. */
    private static InetAddress literal(String address) throws IOException {
        if (!address.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new IOException("webrtc.addresses: " + address + " (expected: IP addresses)");
        }
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException wrong) {
            throw new IOException("webrtc.addresses: " + address + " (expected: IP addresses)", wrong);
        }
    }
}
