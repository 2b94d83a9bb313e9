package org.sharpeyes.gateway.rtsp.netty;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.sharpeyes.gateway.rtsp.UpstreamListener;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.media.digest.NonceRandom;

/** Opens media sessions to cameras over epoll sockets. Thread-safe. */
public final class RtspUpstreams {
    private static final int MOST_TUNNELLED = 20_000;

    private final EventLoopGroup loops;
    private final UpstreamSettings settings;
    private final SecureRandom random;
    private final LongSupplier nanoTime;
    /** Those that were last reached by HTTP only: no time is lost on their RTSP port. */
    private final Set<InetSocketAddress> tunnelled = ConcurrentHashMap.newKeySet();

    /**
     * @param loops an epoll group; shut down by its owner
     * @param random drawn from on event loops; {@link NonceRandom}
     * @param nanoTime monotonic nanoseconds
     */
    public RtspUpstreams(EventLoopGroup loops, UpstreamSettings settings, SecureRandom random, LongSupplier nanoTime) {
        this.loops = requireNonNull(loops, "loops");
        this.settings = requireNonNull(settings, "settings");
        this.random = requireNonNull(random, "random");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    }

    /** On an epoll group with the system's clock. */
    public RtspUpstreams(EventLoopGroup loops, UpstreamSettings settings) {
        this(loops, settings, NonceRandom.seeded(), System::nanoTime);
    }

    /**
     * Begins to open one stream and returns at once; everything else is told to {@code listener}, failures included.
     *
     * @param owner the thread of the listener. An epoll event loop carries the sockets itself and is called without
     *     hand-over; any other executor must run tasks one after the other
     */
    public UpstreamSession open(UpstreamRequest request, Executor owner, UpstreamListener listener) {
        boolean carriesSockets = owner instanceof EventLoop;
        EventLoop loop = owner instanceof EventLoop own ? own : loops.next();
        UpstreamListener told = carriesSockets ? listener : new HandedOver(owner, listener);
        boolean tunnelFirst = request.tunnel().isPresent() && tunnelled.contains(request.address());
        UpstreamSession session = new UpstreamSession(
                request,
                settings,
                random,
                nanoTime,
                loop,
                told,
                UpstreamWay.of(request, tunnelFirst),
                way -> remember(request, way));
        if (loop.inEventLoop()) {
            session.connect();
        } else {
            loop.execute(session::connect);
        }
        return session;
    }

    private void remember(UpstreamRequest request, UpstreamWay way) {
        if (!way.tunnel()) {
            tunnelled.remove(request.address());
        } else if (tunnelled.size() < MOST_TUNNELLED) {
            tunnelled.add(request.address());
        }
    }
}
