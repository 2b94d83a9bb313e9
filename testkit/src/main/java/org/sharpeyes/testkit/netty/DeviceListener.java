package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.testkit.fleet.Ailment.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP service of one device, which can fall silent as if its cable were pulled. Confined to the device's loop.
 *
 * <p>Silence without privileges: the queue of the listening socket is shrunk to nothing and filled with a connection of
 * our own, so that the kernel drops every further SYN; open connections are neither read nor written nor closed.
 */
final class DeviceListener {
    private static final Logger log = LoggerFactory.getLogger(DeviceListener.class);
    private static final int BACKLOG = 256;

    private final EventLoop loop;
    private final Consumer<Channel> pipeline;
    private final AtomicInteger connectionCount;
    private final Set<Channel> connections = new HashSet<>();
    private final Set<Channel> fillers = new HashSet<>();
    private InetSocketAddress address;
    private @Nullable EpollServerSocketChannel server;
    private Reach reach = Reach.WELL;
    private boolean closed;

    /**
     * @param pipeline adds the handlers of the service to each connection
     * @param connectionCount kept up to date with what is open
     */
    DeviceListener(
            EventLoop loop, InetSocketAddress address, AtomicInteger connectionCount, Consumer<Channel> pipeline) {
        this.loop = requireNonNull(loop, "loop");
        this.address = requireNonNull(address, "address");
        this.connectionCount = requireNonNull(connectionCount, "connectionCount");
        this.pipeline = requireNonNull(pipeline, "pipeline");
    }

    /** Where it listens; the port is known once {@link #open} is done. */
    InetSocketAddress address() {
        return address;
    }

    /** Starts to listen. Fails with an {@link IOException} if the address is taken. */
    CompletableFuture<Void> open() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        new ServerBootstrap()
                .group(loop, loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .addListener((io.netty.channel.ChannelFuture bound) -> {
                    if (!bound.isSuccess()) {
                        done.completeExceptionally(new IOException(
                                "cannot listen on " + address + ": "
                                        + requireNonNull(bound.cause()).getMessage(),
                                bound.cause()));
                        return;
                    }
                    server = (EpollServerSocketChannel) bound.channel();
                    address = server.localAddress();
                    if (closed) {
                        server.close();
                    }
                    done.complete(null);
                });
        return done;
    }

    private void accept(Channel channel) {
        if (fillers.stream().anyMatch(filler -> channel.remoteAddress().equals(filler.localAddress()))) {
            channel.close();
            return;
        }
        connections.add(channel);
        connectionCount.incrementAndGet();
        channel.closeFuture().addListener(closed -> {
            connections.remove(channel);
            connectionCount.decrementAndGet();
        });
        channel.pipeline().addLast(new Mute());
        pipeline.accept(channel);
        if (reach == Reach.SILENT) {
            channel.config().setAutoRead(false);
        }
    }

    /**
     * Holds back what is written while the device is silent, as TCP would until the cable is back; what is beyond
     * {@value #MAX_HELD} messages is dropped. Media never gets here: sessions of a silent device send none.
     */
    private final class Mute extends ChannelDuplexHandler {
        private static final int MAX_HELD = 64;

        private final Deque<Held> held = new ArrayDeque<>();

        /** Not completed before it is written: a close may hang on it, and that would send a FIN. */
        private record Held(Object message, ChannelPromise promise) {}

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
            if (reach != Reach.SILENT) {
                super.write(ctx, message, promise);
                return;
            }
            if (held.size() < MAX_HELD) {
                held.add(new Held(message, promise));
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        private void speak(ChannelHandlerContext ctx) {
            while (!held.isEmpty()) {
                Held next = held.remove();
                ctx.write(next.message(), next.promise());
            }
            ctx.flush();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            held.forEach(each -> ReferenceCountUtil.release(each.message()));
            held.clear();
        }
    }

    /** Makes the service as reachable as that. */
    void apply(Reach wanted) {
        if (wanted == reach || closed) {
            return;
        }
        Reach before = reach;
        reach = wanted;
        if (before == Reach.SILENT) {
            speak();
        } else if (before == Reach.REFUSED) {
            open().whenComplete((done, failure) -> {
                if (failure != null) {
                    log.atError()
                            .addKeyValue("address", address)
                            .addKeyValue("cause", failure.getMessage())
                            .log("a refused service could not be opened again");
                } else if (reach == Reach.SILENT) {
                    fallSilent();
                } else if (reach == Reach.REFUSED) {
                    refuse();
                }
            });
            return;
        }
        if (wanted == Reach.SILENT) {
            fallSilent();
        } else if (wanted == Reach.REFUSED) {
            refuse();
        }
    }

    private void refuse() {
        if (server != null) {
            server.close();
            server = null;
        }
        for (Channel channel : Set.copyOf(connections)) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    private void fallSilent() {
        for (Channel channel : connections) {
            channel.config().setAutoRead(false);
        }
        if (server == null) {
            return;
        }
        server.config().setAutoRead(false);
        shrinkTo(server, 0);
        Channel filler = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .handler(new Filler())
                .connect(address)
                .channel();
        fillers.add(filler);
        filler.closeFuture().addListener(closed -> fillers.remove(filler));
    }

    /** Keeps the queue full and expects nothing. */
    private static final class Filler extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private void speak() {
        for (Channel channel : connections) {
            channel.config().setAutoRead(true);
            ChannelHandlerContext mute = channel.pipeline().context(Mute.class);
            if (mute != null) {
                ((Mute) mute.handler()).speak(mute);
            }
        }
        if (server != null) {
            shrinkTo(server, BACKLOG);
            server.config().setAutoRead(true);
        }
        // Closed a little later: by then the listener has taken them out of its queue and knows them as fillers.
        Set<Channel> done = Set.copyOf(fillers);
        loop.schedule(() -> done.forEach(Channel::close), 200, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private static void shrinkTo(EpollServerSocketChannel server, int backlog) {
        try {
            // Not closed: the descriptor belongs to the channel. Linux takes a second listen() as a new length.
            new Socket(server.fd().intValue()).listen(backlog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        closed = true;
        if (server != null) {
            server.close();
        }
        Set.copyOf(connections).forEach(Channel::close);
        Set.copyOf(fillers).forEach(Channel::close);
    }
}
