package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** HTTP on 127.0.0.1 for the control interface; no other address is ever bound. */
public final class ControlServer implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 1 << 16;

    private final Channel channel;

    private ControlServer(Channel channel) {
        this.channel = channel;
    }

    /**
     * @param port 0 for any free one
     * @throws IOException if the port is taken
     */
    public static ControlServer start(
            SimulatedFleet fleet, int port, Function<ControlRequest, CompletionStage<ControlReply>> face)
            throws IOException {
        EventLoop loop = fleet.nextLoop();
        var bound = new ServerBootstrap()
                .group(loop, loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                                .addLast(new Handler(face));
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "control: port " + port + " of 127.0.0.1 cannot be had: "
                            + requireNonNull(bound.cause()).getMessage(),
                    bound.cause());
        }
        return new ControlServer(bound.channel());
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    private static final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final Function<ControlRequest, CompletionStage<ControlReply>> face;

        Handler(Function<ControlRequest, CompletionStage<ControlReply>> face) {
            this.face = face;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            boolean keepAlive = HttpUtil.isKeepAlive(request);
            ControlRequest asked = new ControlRequest(
                    request.method().name(),
                    new QueryStringDecoder(request.uri()).path(),
                    request.content().toString(StandardCharsets.UTF_8));
            face.apply(asked).whenComplete((reply, failure) -> {
                ControlReply said = failure == null
                        ? reply
                        : new ControlReply(500, "{\"detail\":\"the simulator failed; see its log\"}");
                ctx.executor().execute(() -> write(ctx, said, keepAlive));
            });
        }

        private static void write(ChannelHandlerContext ctx, ControlReply reply, boolean keepAlive) {
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(reply.status()),
                    Unpooled.copiedBuffer(reply.json(), StandardCharsets.UTF_8));
            response.headers()
                    .set(
                            HttpHeaderNames.CONTENT_TYPE,
                            reply.status() < 400 ? "application/json" : "application/problem+json");
            if (reply.status() != 204) {
                response.headers()
                        .setInt(
                                HttpHeaderNames.CONTENT_LENGTH,
                                response.content().readableBytes());
            }
            HttpUtil.setKeepAlive(response, keepAlive);
            var written = ctx.writeAndFlush(response);
            if (!keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
