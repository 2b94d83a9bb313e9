package org.sharpeyes.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.gateway.netty.NettySoapTransport.ConnectionLimits;
import org.sharpeyes.gateway.soap.HttpAnswer;
import org.sharpeyes.gateway.soap.HttpCall;
import org.sharpeyes.gateway.soap.LinkFailedException;
import org.sharpeyes.gateway.soap.LinkFailure;

class NettySoapTransportTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final NettySoapTransport transport = new NettySoapTransport(
            loop, NioSocketChannel::new, new ConnectionLimits(64 << 10, Duration.ofSeconds(1), Duration.ofSeconds(30)));

    @AfterEach
    void stop() {
        transport.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** What a hostile or broken server does with one connection. */
    private interface Manner {
        void serve(InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    private static final class Server implements AutoCloseable {
        private final ServerSocket listener;
        final AtomicInteger connections = new AtomicInteger();

        Server(Manner manner) throws IOException {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> {
                while (!listener.isClosed()) {
                    try (Socket socket = listener.accept()) {
                        connections.incrementAndGet();
                        manner.serve(socket.getInputStream(), socket.getOutputStream());
                    } catch (IOException | InterruptedException closed) {
                        continue;
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        InetSocketAddress address() {
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        int at = head.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
        in.readNBytes(length);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private HttpAnswer post(Server server, Duration timeout) throws Exception {
        return transport
                .post(new HttpCall(server.address(), "/onvif/device_service", "urn:a", new byte[] {'x'}, null, timeout))
                .get(20, TimeUnit.SECONDS);
    }

    private void fails(Server server, Duration timeout, LinkFailure expected) {
        assertThatThrownBy(() -> post(server, timeout))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(LinkFailedException.class, failure -> assertThat(failure.failure())
                        .isEqualTo(expected));
    }

    @Test
    void anAnswerThatCameWhileTheLoopWasAwayIsNoSilence() throws Exception {
        try (Server camera = new Server((in, out) -> {
            readRequest(in);
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        })) {
            HttpCall call = new HttpCall(
                    camera.address(), "/onvif/device_service", "urn:a", new byte[] {'x'}, null, Duration.ofMillis(200));
            CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
            loop.execute(() -> {
                var unused = transport.post(call).whenComplete((got, failure) -> {
                    if (failure == null) {
                        answer.complete(got);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
                // Asked, and then the loop is busy with something else for longer than the time-out.
                LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
            });
            assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @Test
    void oneKeptConnectionServesManyCalls() throws Exception {
        try (Server server = new Server((in, out) -> {
            while (true) {
                readRequest(in);
                write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        })) {
            for (int i = 0; i < 20; i++) {
                assertThat(post(server, Duration.ofSeconds(5)).body())
                        .asString()
                        .isEqualTo("ok");
            }
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void aKeptConnectionThatTheDeviceClosedIsOpenedAnew() throws Exception {
        try (Server server = new Server((in, out) -> {
            readRequest(in);
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        })) {
            for (int i = 0; i < 5; i++) {
                assertThat(post(server, Duration.ofSeconds(5)).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void x3AnEndlessAnswerIsCutAtTheLimit() throws Exception {
        try (Server server = new Server((in, out) -> {
            readRequest(in);
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                write(out, "1000\r\n" + "x".repeat(4096) + "\r\n");
            }
        })) {
            fails(server, Duration.ofSeconds(10), LinkFailure.TOO_LARGE);
        }
    }

    @Test
    void x3AHugeAnnouncedAnswerIsRefused() throws Exception {
        try (Server server = new Server((in, out) -> {
            readRequest(in);
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\nx");
            in.read();
        })) {
            fails(server, Duration.ofSeconds(10), LinkFailure.TOO_LARGE);
        }
    }

    @Test
    void x3AByteNowAndThenIsCutByTheTimeLimit() throws Exception {
        try (Server server = new Server((in, out) -> {
            readRequest(in);
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            for (int i = 0; i < 100; i++) {
                write(out, "x");
                TimeUnit.MILLISECONDS.sleep(100);
            }
        })) {
            fails(server, Duration.ofMillis(500), LinkFailure.SILENT);
        }
    }

    @Test
    void x3ACompressedAnswerIsNeverUnpacked() throws Exception {
        try (Server server = new Server((in, out) -> {
            readRequest(in);
            write(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u001f\u008b\u0008\u0000");
            in.read();
        })) {
            assertThat(post(server, Duration.ofSeconds(5)).body()).hasSize(4);
        }
    }

    @Test
    void s2ARedirectIsAnAnswerAndNobodyFollowsIt() throws Exception {
        try (Server trap = new Server((in, out) -> readRequest(in));
                Server server = new Server((in, out) -> {
                    readRequest(in);
                    write(
                            out,
                            "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:"
                                    + trap.address().getPort() + "/\r\nContent-Length: 0\r\n\r\n");
                    in.read();
                })) {
            assertThat(post(server, Duration.ofSeconds(5)).status()).isEqualTo(307);
            assertThat(trap.connections).hasValue(0);
        }
    }

    @Test
    void whatIsNotHttpIsBroken() throws Exception {
        try (Server server = new Server((in, out) -> {
            readRequest(in);
            write(out, "RTSP/1.0 200 OK\r\n\r\n".repeat(3));
            in.read();
        })) {
            fails(server, Duration.ofSeconds(5), LinkFailure.BROKEN);
        }
    }

    @Test
    void aClosedPortIsTold() throws Exception {
        Server server = new Server((in, out) -> {});
        server.close();
        fails(server, Duration.ofSeconds(5), LinkFailure.REFUSED);
    }

    @Test
    void oneSilentDeviceHoldsABoundedQueue() throws Exception {
        try (Server server = new Server((in, out) -> in.readAllBytes())) {
            for (int i = 0; i <= DeviceConnection.MAX_WAITING; i++) {
                var unused = transport.post(
                        new HttpCall(server.address(), "/", "urn:a", new byte[1], null, Duration.ofSeconds(10)));
            }
            fails(server, Duration.ofSeconds(5), LinkFailure.BUSY);
        }
    }
}
