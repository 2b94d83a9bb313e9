package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.Base64Stream;
import org.sharpeyes.media.rtsp.TunnelHead;

/**
 * Looks at the first bytes of a connection: RTSP goes on as it is, HTTP becomes one half of a tunnel (the form that QuickTime
 * brought up and ONVIF Streaming §5.1.1.4 takes over). The answer to a GET stays open and carries everything from us; the body of
 * each POST with the same cookie carries requests to us, in base64.
 *
 * <p>Confined to the connection's event loop.
 */
final class TunnelEntrance extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_WORD = 5;

    private enum Mode {
        UNDECIDED,
        /** A GET: what comes out of the tunnel is let in, nothing else. */
        ANSWERS,
        REQUESTS,
        OVER
    }

    private final Tunnels tunnels;
    private final long patienceMillis;
    private Mode mode = Mode.UNDECIDED;
    private @Nullable ByteBuf gathered;
    private @Nullable Base64Stream decoder;
    private Tunnels.@Nullable Half half;

    /** @param patienceMillis how long the head of an HTTP request may take */
    TunnelEntrance(Tunnels tunnels, long patienceMillis) {
        this.tunnels = tunnels;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (mode == Mode.UNDECIDED && gathered != null) {
                                ctx.close();
                            }
                        },
                        patienceMillis,
                        TimeUnit.MILLISECONDS);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        switch (mode) {
            case UNDECIDED -> undecided(ctx, bytes);
            case REQUESTS -> {
                pass(ctx, bytes);
                bytes.release();
            }
            case ANSWERS, OVER -> {
                // Nothing more is to be said on this half.
                bytes.release();
                if (mode == Mode.ANSWERS) {
                    ctx.close();
                }
            }
        }
    }

    private void undecided(ChannelHandlerContext ctx, ByteBuf bytes) {
        ByteBuf before = gathered;
        ByteBuf all = before == null ? bytes : before.writeBytes(bytes);
        if (before != null) {
            bytes.release();
        }
        String start = all.toString(
                all.readerIndex(), Math.min(LONGEST_WORD, all.readableBytes()), StandardCharsets.ISO_8859_1);
        boolean whole = start.startsWith("GET ") || start.startsWith("POST ");
        boolean maybe = "GET ".startsWith(start) || "POST ".startsWith(start);
        if (!whole && !maybe) {
            gathered = null;
            ctx.fireChannelRead(all);
            ctx.pipeline().remove(this);
            return;
        }
        int end = whole ? TunnelHead.end(all) : -1;
        if (end >= 0 && end - all.readerIndex() <= TunnelHead.MAX_BYTES) {
            gathered = null;
            String head = all.toString(all.readerIndex(), end - all.readerIndex(), StandardCharsets.ISO_8859_1);
            all.readerIndex(end + 4);
            try {
                http(ctx, head, all);
            } finally {
                all.release();
            }
        } else if (all.readableBytes() > TunnelHead.MAX_BYTES) {
            gathered = null;
            all.release();
            refuse(ctx, "431 Request Header Fields Too Large");
        } else if (before == null) {
            gathered = ctx.alloc().buffer(TunnelHead.MAX_BYTES).writeBytes(all);
            all.release();
        }
    }

    private void http(ChannelHandlerContext ctx, String head, ByteBuf rest) {
        TunnelHead wanted = TunnelHead.parse(head).orElse(null);
        if (wanted == null) {
            refuse(ctx, "400 Bad Request");
        } else if (wanted.answers()) {
            get(ctx, wanted.cookie(), rest);
        } else {
            post(ctx, wanted.cookie(), rest);
        }
    }

    private void get(ChannelHandlerContext ctx, String cookie, ByteBuf rest) {
        if (rest.isReadable()) {
            // GET and POST on one connection: neither half could tell where the other begins.
            refuse(ctx, "400 Bad Request");
        } else if (!tunnels.open(cookie, new Tunnels.Half(address(ctx.channel()), ctx.channel(), ctx))) {
            refuse(ctx, "409 Conflict");
        } else {
            mode = Mode.ANSWERS;
            ByteBuf text = ctx.alloc().buffer();
            TunnelHead.writeAnswer("Sharp Eyes", text);
            ctx.writeAndFlush(text);
        }
    }

    private void post(ChannelHandlerContext ctx, String cookie, ByteBuf rest) {
        Tunnels.Half found = tunnels.find(cookie, address(ctx.channel()), ctx.channel());
        if (found == null) {
            refuse(ctx, "404 Not Found");
            return;
        }
        mode = Mode.REQUESTS;
        half = found;
        decoder = new Base64Stream();
        // From here on nobody but this handler looks at the connection; it lives as long as the other half.
        ctx.pipeline().remove(RtspConnection.class);
        ctx.pipeline().remove(RtspViewerDecoder.class);
        Channel own = ctx.channel();
        found.channel().closeFuture().addListener(closed -> own.close());
        pass(ctx, rest);
    }

    private void pass(ChannelHandlerContext ctx, ByteBuf base64) {
        Base64Stream stream = decoder;
        Tunnels.Half to = half;
        if (stream == null || to == null || !base64.isReadable()) {
            return;
        }
        ByteBuf clear = ctx.alloc().buffer(base64.readableBytes() * 3 / 4 + 3);
        if (!stream.decode(base64, clear)) {
            clear.release();
            ctx.close();
            to.channel().close();
            return;
        }
        if (!clear.isReadable()) {
            clear.release();
            return;
        }
        try {
            to.inlet().executor().execute(() -> {
                if (to.inlet().isRemoved()) {
                    clear.release();
                } else {
                    to.inlet().fireChannelRead(clear);
                    to.inlet().fireChannelReadComplete();
                }
            });
        } catch (RejectedExecutionException stopping) {
            clear.release();
        }
    }

    private void refuse(ChannelHandlerContext ctx, String status) {
        mode = Mode.OVER;
        ByteBuf text = ctx.alloc().buffer();
        text.writeCharSequence(
                "HTTP/1.1 " + status + "\r\nServer: Sharp Eyes\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                StandardCharsets.US_ASCII);
        ctx.writeAndFlush(text).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ByteBuf left = gathered;
        if (left != null) {
            gathered = null;
            left.release();
        }
    }

    private static InetAddress address(Channel channel) {
        return ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }
}
