package org.sharpeyes.gateway.rtsp.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.RtspProtocolException;
import org.sharpeyes.media.rtsp.RtspStatus;
import org.sharpeyes.media.rtsp.TunnelHead;

/**
 * Makes a connection the answering half of RTSP over HTTP ({@link TunnelHead}) and opens the other half beside it: what is
 * written goes there in base64, what comes is passed on as it is. Confined to the connection's event loop.
 */
final class TunnelClient extends ChannelDuplexHandler {
    /** What ONVIF lets a client ask for where the address of the stream stands in the tunnelled requests. */
    private static final String PATH = "/";

    private final InetSocketAddress address;
    private final String cookie;
    private final int connectMillis;
    private final Runnable ready;
    private @Nullable ByteBuf gathered;
    private @Nullable Channel requests;
    private boolean open;

    /** @param ready called once when requests can be sent */
    TunnelClient(UpstreamWay way, String cookie, int connectMillis, Runnable ready) {
        this.address = way.address();
        this.cookie = cookie;
        this.connectMillis = connectMillis;
        this.ready = ready;
    }

    private String host() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        gathered = ctx.alloc().buffer();
        ByteBuf head = ctx.alloc().buffer();
        new TunnelHead(true, PATH, cookie).write(host(), head);
        ctx.writeAndFlush(head);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf before = gathered;
        if (open || before == null || !(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        before.writeBytes(bytes);
        bytes.release();
        int end = TunnelHead.end(before);
        if (end < 0) {
            if (before.readableBytes() > TunnelHead.MAX_BYTES) {
                refused(ctx, "the answer to GET has no end");
            }
            return;
        }
        String head = before.toString(before.readerIndex(), end - before.readerIndex(), StandardCharsets.ISO_8859_1);
        if (!head.matches("(?s)HTTP/1\\.[01] 200( .*)?")) {
            String line = head.lines().findFirst().orElse("");
            refused(ctx, "GET answered " + (line.length() > 60 ? line.substring(0, 60) : line));
            return;
        }
        before.readerIndex(end + 4);
        gathered = null;
        open = true;
        openRequests(ctx);
        ctx.fireChannelRead(before);
    }

    private static void refused(ChannelHandlerContext ctx, String why) {
        ctx.fireExceptionCaught(
                new RtspProtocolException(RtspStatus.BAD_REQUEST, "tunnel: " + why.replaceAll("[^\\x20-\\x7E]", "?")));
    }

    private void openRequests(ChannelHandlerContext ctx) {
        ChannelFuture connecting = new Bootstrap()
                .group(ctx.channel().eventLoop())
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Answers(ctx.channel()))
                .connect(address);
        Channel other = connecting.channel();
        requests = other;
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                refused(ctx, "no second connection for POST");
                return;
            }
            ByteBuf head = other.alloc().buffer();
            new TunnelHead(false, PATH, cookie).write(host(), head);
            other.writeAndFlush(head);
            ready.run();
        });
    }

    /** The other half: whatever is answered there means nothing; its end ends both. */
    private static final class Answers extends SimpleChannelInboundHandler<ByteBuf> {
        private final Channel main;

        Answers(Channel main) {
            this.main = main;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf ignored) {
            // An HTTP answer, with some cameras.
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            main.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf clear = (ByteBuf) message;
        try {
            Channel other = requests;
            if (other == null) {
                promise.setFailure(new IllegalStateException("tunnel: not open yet"));
                return;
            }
            byte[] coded = Base64.getEncoder().encode(ByteBufUtil.getBytes(clear));
            other.write(other.alloc().buffer(coded.length).writeBytes(coded));
            promise.setSuccess();
        } finally {
            clear.release();
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        Channel other = requests;
        if (other != null) {
            other.flush();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ByteBuf left = gathered;
        if (left != null) {
            gathered = null;
            left.release();
        }
        Channel other = requests;
        if (other != null) {
            // A TEARDOWN may still be on its way.
            other.writeAndFlush(other.alloc().buffer(0)).addListener(done -> other.close());
        }
    }
}
