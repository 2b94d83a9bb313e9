package org.sharpeyes.relay.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.digest.NonceRandom;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.ViewerAccounts;
import org.sharpeyes.relay.ViewerAdmission;
import org.sharpeyes.relay.playback.MediaSource;
import org.sharpeyes.relay.stream.StreamHub;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.ViewRegistry;
import org.sharpeyes.relay.wall.WallWindows;

/**
 * The relay with its event loops and its RTSP server. One loop owns each stream, and every loop serves viewers of all.
 *
 * <p>Thread-safe.
 */
public final class RelayServer implements AutoCloseable {
    private static final int SEND_BUFFER_BYTES = 256 * 1024;
    private static final int DATAGRAM_BUFFER_BYTES = 4 << 20;
    private static final int PORT_TRIES = 64;

    private final EventLoopGroup loops;
    private final RelayContext context;
    private final ConnectionLimits limits;
    private final List<UdpPorts> ports = new ArrayList<>();
    private final Map<EventLoop, UdpPorts> portsByLoop = new HashMap<>();
    private final Tunnels tunnels = new Tunnels();
    private final List<Channel> listeners = new CopyOnWriteArrayList<>();

    /**
     * Starts listening.
     *
     * @param time for what people read; time-outs use the monotonic clock
     * @throws IOException if the port is taken
     */
    public static RelayServer start(
            RtspServerSettings rtsp,
            RelaySettings settings,
            CameraStreams streams,
            ViewerAdmission admission,
            ViewerAccounts accounts,
            InstantSource time)
            throws IOException {
        return start(rtsp, settings, streams, MediaSource.none(), admission, accounts, time);
    }

    /** As above, with recordings under {@code /play}. */
    public static RelayServer start(
            RtspServerSettings rtsp,
            RelaySettings settings,
            CameraStreams streams,
            MediaSource recordings,
            ViewerAdmission admission,
            ViewerAccounts accounts,
            InstantSource time)
            throws IOException {
        return start(rtsp, settings, streams, recordings, WallWindows.none(), admission, accounts, time);
    }

    /** As above, with outputs for hardware decoders under {@code /wall}. */
    public static RelayServer start(
            RtspServerSettings rtsp,
            RelaySettings settings,
            CameraStreams streams,
            MediaSource recordings,
            WallWindows wall,
            ViewerAdmission admission,
            ViewerAccounts accounts,
            InstantSource time)
            throws IOException {
        return new RelayServer(rtsp, settings, streams, recordings, wall, admission, accounts, time);
    }

    private RelayServer(
            RtspServerSettings rtsp,
            RelaySettings settings,
            CameraStreams streams,
            MediaSource recordings,
            WallWindows wall,
            ViewerAdmission admission,
            ViewerAccounts accounts,
            InstantSource time)
            throws IOException {
        loops = new MultiThreadIoEventLoopGroup(
                rtsp.loops(), new DefaultThreadFactory("relay"), EpollIoHandler.newFactory());
        List<EventLoop> owners = new ArrayList<>();
        for (EventExecutor loop : loops) {
            owners.add((EventLoop) loop);
        }
        ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        StreamHub hub =
                new StreamHub(owners, streams, settings, allocator, System::nanoTime, () -> ThreadLocalRandom.current()
                        .nextDouble());
        SecureRandom random = NonceRandom.seeded();
        context = new RelayContext(
                hub,
                recordings,
                wall,
                admission,
                new DigestAuthenticator(accounts, random, time),
                settings,
                rtsp,
                new ViewRegistry(rtsp.maxSessionsPerUser()),
                System::nanoTime,
                time,
                random);
        limits = new ConnectionLimits(rtsp.maxConnections(), rtsp.maxConnectionsPerAddress());
        try {
            for (EventLoop loop : owners) {
                UdpPorts pair = bindPair(loop, rtsp.host());
                ports.add(pair);
                portsByLoop.put(loop, pair);
            }
            listeners.add(listen(rtsp.host(), rtsp.port(), null));
        } catch (IOException | RuntimeException failed) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw failed;
        }
    }

    /** Where viewers connect to. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listeners.get(0).localAddress();
    }

    /**
     * Listens for RTSP over TLS too (RFC 2326 has none; port and scheme {@code rtsps} as everybody uses them).
     *
     * @param port 0 means any free one
     * @return where viewers connect to
     * @throws IOException if the port is taken
     */
    public InetSocketAddress listenTls(String host, int port, SslContext tls) throws IOException {
        Channel listener = listen(host, port, tls);
        listeners.add(listener);
        return (InetSocketAddress) listener.localAddress();
    }

    /** All streams, for other transports than RTSP. */
    public StreamHub hub() {
        return context.hub();
    }

    /** The event loops, for other transports than RTSP. */
    public List<EventLoop> loops() {
        List<EventLoop> all = new ArrayList<>();
        loops.forEach(loop -> all.add((EventLoop) loop));
        return List.copyOf(all);
    }

    /** All views, for other transports than RTSP. */
    public ViewRegistry views() {
        return context.views();
    }

    /** Views of browsers, for whoever admits and upgrades their connections. */
    public BrowserViews browsers() {
        return new BrowserViews(context);
    }

    /** Figures of all open streams and their viewers. */
    public CompletionStage<List<StreamSnapshot>> snapshot() {
        return context.hub().snapshot();
    }

    /**
     * Ends one view.
     *
     * @param viewId {@link org.sharpeyes.relay.ViewerSnapshot#id()}
     * @return {@code false} if there is none of this name
     */
    public boolean kick(String viewId) {
        return context.views().end(view -> view.id().equals(viewId), ViewEnd.KICKED) > 0;
    }

    /** Ends all views of a user whose rights were withdrawn. Returns how many. */
    public int revoke(UserId user) {
        return context.views().end(view -> view.admitted().user().equals(user), ViewEnd.REVOKED);
    }

    /** Ends all views that were opened with a ticket. Returns how many. */
    public int revokeTicket(String ticketId) {
        return context.views().end(view -> ticketId.equals(view.admitted().ticketId()), ViewEnd.REVOKED);
    }

    /** Stops listening, ends all views, closes all camera sessions. */
    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly(2, TimeUnit.SECONDS));
        context.hub()
                .close()
                .toCompletableFuture()
                .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                .join();
        context.views().end(view -> true, ViewEnd.SHUTDOWN);
        loops.shutdownGracefully(50, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }

    private Channel listen(String host, int port, @Nullable SslContext tls) throws IOException {
        long patience = context.rtsp().requestTimeout().toMillis();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        UdpPorts pair = portsByLoop.get(channel.eventLoop());
                        if (pair == null) {
                            throw new IllegalStateException("a viewer on a foreign loop");
                        }
                        RtspViewerDecoder decoder = new RtspViewerDecoder();
                        if (tls != null) {
                            SslHandler handler = tls.newHandler(channel.alloc());
                            handler.setHandshakeTimeoutMillis(patience);
                            channel.pipeline().addLast(handler);
                        }
                        channel.pipeline()
                                .addLast(
                                        limits,
                                        new TunnelEntrance(tunnels, patience),
                                        decoder,
                                        new RtspConnection(context, decoder, pair));
                    }
                });
        var bound = bootstrap.bind(host, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("RTSP on " + host + ":" + port + " cannot listen", bound.cause());
        }
        return bound.channel();
    }

    /** An even port and the one after it, as RFC 3550 §11 wants them. */
    private static UdpPorts bindPair(EventLoop loop, String host) throws IOException {
        for (int i = 0; i < PORT_TRIES; i++) {
            Channel first = bind(loop, host, 0);
            int port = ((InetSocketAddress) first.localAddress()).getPort();
            if (port % 2 == 0) {
                try {
                    return new UdpPorts(first, bind(loop, host, port + 1));
                } catch (IOException taken) {
                    // The neighbour is in use: another pair will do.
                }
            }
            first.close();
        }
        throw new IOException("no pair of UDP ports is free on " + host);
    }

    private static Channel bind(EventLoop loop, String host, int port) throws IOException {
        var bound = new Bootstrap()
                .group(loop)
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_SNDBUF, DATAGRAM_BUFFER_BYTES)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(DATAGRAM_BUFFER_BYTES / 2, DATAGRAM_BUFFER_BYTES))
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                        // A datagram that could not be sent is a lost datagram; the next one may get through.
                    }
                })
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("UDP port " + port + " on " + host, bound.cause());
        }
        return bound.channel();
    }
}
