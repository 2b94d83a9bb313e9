package org.sharpeyes.gateway.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.soap.LinkFailedException;
import org.sharpeyes.gateway.soap.LinkFailure;

/**
 * Asks an RTSP service one or two questions on a connection of their own and closes it. Reads no more than the head of
 * each answer: whether it answers, and with which status, is all a probe wants. Thread-safe.
 */
public final class RtspAsker {
    private static final int MOST_HEAD_BYTES = 16_384;

    private final AttentiveTimer timer;
    private final Bootstrap bootstrap;

    public RtspAsker(EventLoop loop, ChannelFactory<? extends SocketChannel> channels) {
        this.timer = new AttentiveTimer(loop, System::nanoTime);
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(channels)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_LINGER, 0);
    }

    /**
     * @param challenges values of {@code WWW-Authenticate}
     * @param head of the answer, as it came
     */
    public record RtspAnswer(int status, List<String> challenges, String head) {}

    /** What {@link #options} sends, for the proof. */
    public static String optionsRequest(InetSocketAddress target) {
        return request("OPTIONS", "rtsp://" + at(target) + "/", 1, null);
    }

    private static String request(String method, String uri, int cseq, @Nullable String authorization) {
        return method + " " + uri + " RTSP/1.0\r\nCSeq: " + cseq + "\r\nUser-Agent: Sharp Eyes\r\n"
                + (method.equals("DESCRIBE") ? "Accept: application/sdp\r\n" : "")
                + (authorization == null ? "" : "Authorization: " + authorization + "\r\n")
                + "\r\n";
    }

    /** The value of {@code Authorization} for a second question, {@code null} to leave it at the first answer. */
    @FunctionalInterface
    public interface Login extends Function<RtspAnswer, @Nullable String> {}

    /** RTSP OPTIONS. Fails with {@link LinkFailedException}; any status is an answer. */
    public CompletableFuture<RtspAnswer> options(InetSocketAddress target, Duration timeout) {
        return ask(target, "OPTIONS", "rtsp://" + at(target) + "/", answer -> null, timeout);
    }

    /** RTSP DESCRIBE; {@code login} is called on the event loop and must not block. */
    public CompletableFuture<RtspAnswer> describe(InetSocketAddress target, String uri, Login login, Duration timeout) {
        return ask(target, "DESCRIBE", uri, login, timeout);
    }

    private CompletableFuture<RtspAnswer> ask(
            InetSocketAddress target, String method, String uri, Login login, Duration timeout) {
        Asking asking = new Asking(target, method, uri, login);
        bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel created) {
                        created.pipeline().addLast(asking);
                        asking.dialling(created, timeout);
                    }
                })
                .connect(target)
                .addListener(done -> asking.connected((ChannelFuture) done, timeout));
        return asking.answer;
    }

    private static String at(InetSocketAddress target) {
        return IpLiteral.inUri(target.getAddress()) + ":" + target.getPort();
    }

    private final class Asking extends SimpleChannelInboundHandler<ByteBuf> {
        final CompletableFuture<RtspAnswer> answer = new CompletableFuture<>();
        private final InetSocketAddress target;
        private final String method;
        private final String uri;
        private final Login login;
        private final StringBuilder head = new StringBuilder();
        private @Nullable Channel channel;
        private AttentiveTimer.@Nullable Deadline deadline;
        private boolean loggedIn;
        private int skip;

        Asking(InetSocketAddress target, String method, String uri, Login login) {
            this.target = target;
            this.method = method;
            this.uri = uri;
            this.login = login;
        }

        void dialling(Channel dialled, Duration timeout) {
            channel = dialled;
            deadline = timer.in(timeout, () -> fail(LinkFailure.UNREACHABLE, "no answer to the connection"));
        }

        void connected(ChannelFuture connecting, Duration timeout) {
            if (deadline != null) {
                deadline.cancel();
            }
            if (answer.isDone()) {
                return;
            }
            if (!connecting.isSuccess()) {
                Throwable cause = connecting.cause();
                boolean refused = cause instanceof ConnectException
                        && String.valueOf(cause.getMessage()).contains("refused");
                fail(
                        refused ? LinkFailure.REFUSED : LinkFailure.UNREACHABLE,
                        refused ? "port closed" : "no answer to the connection");
                return;
            }
            channel = connecting.channel();
            deadline = timer.in(
                    timeout,
                    () -> fail(LinkFailure.SILENT, "connected, but no answer within " + timeout.toMillis() + " ms"));
            write(1, null);
        }

        private void write(int cseq, @Nullable String authorization) {
            Channel open = channel;
            if (open == null) {
                return;
            }
            open.writeAndFlush(
                    Unpooled.copiedBuffer(request(method, uri, cseq, authorization), StandardCharsets.UTF_8));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            int skipped = Math.min(skip, bytes.readableBytes());
            bytes.skipBytes(skipped);
            skip -= skipped;
            head.append(bytes.toString(StandardCharsets.ISO_8859_1));
            int end = head.indexOf("\r\n\r\n");
            if (end >= 0) {
                String lines = head.substring(0, end);
                head.delete(0, end + 4);
                answered(lines);
            } else if (head.length() > MOST_HEAD_BYTES) {
                fail(LinkFailure.TOO_LARGE, "head of the answer over " + MOST_HEAD_BYTES + " bytes");
            }
        }

        private void answered(String lines) {
            String[] each = lines.split("\r\n", -1);
            if (!each[0].matches("RTSP/\\d\\.\\d \\d{3}( .*)?")) {
                fail(LinkFailure.BROKEN, "answers, but not RTSP");
                return;
            }
            int status = Integer.parseInt(each[0].substring(9, 12));
            List<String> challenges = new ArrayList<>();
            int body = 0;
            for (int i = 1; i < each.length; i++) {
                int colon = each[i].indexOf(':');
                String name =
                        colon < 0 ? "" : each[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
                String value = colon < 0 ? "" : each[i].substring(colon + 1).strip();
                if (name.equals("www-authenticate")) {
                    challenges.add(value);
                } else if (name.equals("content-length") && value.matches("\\d{1,6}")) {
                    body = Integer.parseInt(value);
                }
            }
            RtspAnswer first = new RtspAnswer(status, challenges, lines);
            String authorization = loggedIn || status != 401 ? null : login.apply(first);
            if (authorization == null) {
                finish();
                answer.complete(first);
                return;
            }
            loggedIn = true;
            int here = Math.min(body, head.length());
            head.delete(0, here);
            skip = body - here;
            write(2, authorization);
        }

        private void fail(LinkFailure failure, String what) {
            finish();
            answer.completeExceptionally(new LinkFailedException(failure, at(target) + ": " + what));
        }

        private void finish() {
            if (deadline != null) {
                deadline.cancel();
            }
            if (channel != null) {
                channel.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (!answer.isDone()) {
                fail(LinkFailure.BROKEN, "connection closed before the answer");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!answer.isDone()) {
                fail(LinkFailure.BROKEN, cause.getClass().getSimpleName());
            }
        }
    }
}
