package org.sharpeyes.gateway.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.netty.NettySoapTransport.ConnectionLimits;
import org.sharpeyes.gateway.soap.HttpAnswer;
import org.sharpeyes.gateway.soap.HttpCall;
import org.sharpeyes.gateway.soap.LinkFailedException;
import org.sharpeyes.gateway.soap.LinkFailure;

/** The one connection to one device and the calls that wait for it. Confined to the event loop. */
final class DeviceConnection {
    static final int MAX_WAITING = 32;
    private static final int MAX_LINE = 4096;
    private static final int MAX_HEADERS = 16_384;
    private static final int CHUNK = 8192;

    private final EventLoop loop;
    private final AttentiveTimer timer;
    private final Bootstrap bootstrap;
    private final ConnectionLimits limits;
    private final InetSocketAddress target;
    private final Runnable forget;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private @Nullable Channel channel;
    private @Nullable Waiting current;
    private boolean reused;
    private @Nullable ScheduledFuture<?> idle;

    private final class Waiting {
        final HttpCall call;
        final CompletableFuture<HttpAnswer> answer;
        final AttentiveTimer.Deadline deadline;
        boolean resent;

        Waiting(HttpCall call, CompletableFuture<HttpAnswer> answer) {
            this.call = call;
            this.answer = answer;
            this.deadline = timer.in(call.timeout(), () -> expired(this));
        }
    }

    DeviceConnection(
            EventLoop loop,
            AttentiveTimer timer,
            Bootstrap bootstrap,
            ConnectionLimits limits,
            InetSocketAddress target,
            Runnable forget) {
        this.loop = loop;
        this.timer = timer;
        this.bootstrap = bootstrap;
        this.limits = limits;
        this.target = target;
        this.forget = forget;
    }

    void send(HttpCall call, CompletableFuture<HttpAnswer> answer) {
        if (waiting.size() >= MAX_WAITING) {
            answer.completeExceptionally(failure(LinkFailure.BUSY, "too many calls wait"));
            return;
        }
        waiting.add(new Waiting(call, answer));
        next();
    }

    private void next() {
        if (current != null) {
            return;
        }
        Waiting first = waiting.poll();
        if (first == null) {
            restUntilIdle();
            return;
        }
        current = first;
        if (idle != null) {
            idle.cancel(false);
            idle = null;
        }
        Channel open = channel;
        if (open != null && open.isActive()) {
            reused = true;
            write(open, first);
        } else {
            connect(first);
        }
    }

    private void restUntilIdle() {
        if (channel == null) {
            forget.run();
            return;
        }
        if (idle == null) {
            idle = loop.schedule(this::close, limits.idle().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void connect(Waiting first) {
        reused = false;
        ChannelFuture connecting = bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel created) {
                        created.pipeline()
                                .addLast(new HttpClientCodec(MAX_LINE, MAX_HEADERS, CHUNK))
                                .addLast(new HttpObjectAggregator(limits.maxAnswerBytes()))
                                .addLast(new Answers());
                    }
                })
                .connect(target);
        channel = connecting.channel();
        AttentiveTimer.Deadline patience = timer.in(limits.connectTimeout(), () -> {
            if (current == first) {
                drop();
                fail(failure(LinkFailure.UNREACHABLE, "no answer to the connection"));
            }
        });
        connecting.addListener(done -> {
            patience.cancel();
            if (current != first) {
                return;
            }
            if (done.isSuccess()) {
                write(connecting.channel(), first);
            } else {
                channel = null;
                Throwable cause = done.cause();
                if (!(cause instanceof ConnectException)) {
                    fail(failure(LinkFailure.UNREACHABLE, "no answer to the connection"));
                } else {
                    boolean closed = String.valueOf(cause.getMessage()).contains("refused");
                    fail(
                            closed
                                    ? failure(LinkFailure.REFUSED, "port closed")
                                    : failure(LinkFailure.UNREACHABLE, "no route"));
                }
            }
        });
    }

    private void write(Channel open, Waiting first) {
        HttpCall call = first.call;
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, call.path(), Unpooled.wrappedBuffer(call.body()));
        request.headers()
                .set(HttpHeaderNames.HOST, IpLiteral.inUri(target.getAddress()) + ":" + target.getPort())
                .set(
                        HttpHeaderNames.CONTENT_TYPE,
                        "application/soap+xml; charset=utf-8; action=\"" + call.action() + "\"")
                .set(HttpHeaderNames.CONTENT_LENGTH, call.body().length);
        if (call.authorization() != null) {
            request.headers().set(HttpHeaderNames.AUTHORIZATION, call.authorization());
        }
        open.writeAndFlush(request);
    }

    private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
            Waiting asked = current;
            if (ctx.channel() != channel || asked == null) {
                ctx.close();
                return;
            }
            int status = response.status().code();
            if (status < 200) {
                return;
            }
            if (response.decoderResult().isFailure()) {
                drop();
                fail(failure(LinkFailure.BROKEN, "not HTTP"));
                return;
            }
            byte[] body = ByteBufUtil.getBytes(response.content());
            HttpAnswer answer =
                    new HttpAnswer(status, response.headers().getAll(HttpHeaderNames.WWW_AUTHENTICATE), body);
            if (!HttpUtil.isKeepAlive(response)) {
                drop();
            }
            current = null;
            asked.deadline.cancel();
            asked.answer.complete(answer);
            next();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (ctx.channel() != channel) {
                return;
            }
            channel = null;
            Waiting asked = current;
            if (asked == null) {
                next();
            } else if (reused && !asked.resent) {
                // The device closed the kept connection just when the call was written: it never saw it.
                asked.resent = true;
                connect(asked);
            } else {
                fail(failure(LinkFailure.BROKEN, "connection closed before the answer"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (ctx.channel() != channel) {
                ctx.close();
                return;
            }
            drop();
            fail(
                    cause instanceof TooLongFrameException
                            ? failure(LinkFailure.TOO_LARGE, "answer over " + limits.maxAnswerBytes() + " bytes")
                            : failure(LinkFailure.BROKEN, cause.getClass().getSimpleName()));
        }
    }

    private void expired(Waiting late) {
        if (late == current) {
            Channel open = channel;
            boolean connected = open != null && open.isActive();
            drop();
            fail(
                    connected
                            ? failure(LinkFailure.SILENT, "no answer within " + late.call.timeout())
                            : failure(LinkFailure.UNREACHABLE, "no connection within " + late.call.timeout()));
        } else if (waiting.remove(late)) {
            late.answer.completeExceptionally(failure(LinkFailure.BUSY, "other calls took all the time"));
        }
    }

    private void fail(LinkFailedException failure) {
        Waiting asked = current;
        current = null;
        if (asked != null) {
            asked.deadline.cancel();
            asked.answer.completeExceptionally(failure);
        }
        next();
    }

    private LinkFailedException failure(LinkFailure failure, String what) {
        return new LinkFailedException(
                failure, IpLiteral.inUri(target.getAddress()) + ":" + target.getPort() + ": " + what);
    }

    /** Gives the connection up; its late events are ignored. */
    private void drop() {
        Channel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    void close() {
        drop();
        Waiting next;
        while ((next = waiting.poll()) != null) {
            next.deadline.cancel();
            next.answer.completeExceptionally(failure(LinkFailure.BROKEN, "closed"));
        }
        if (current != null) {
            fail(failure(LinkFailure.BROKEN, "closed"));
        } else {
            forget.run();
        }
    }
}
