package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.media.rtsp.Base64Stream;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedCamera;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;

/** RTSP over HTTP: two connections that are one, on real sockets. */
class TunnelTest {
    private final RecordedCamera camera = new RecordedCamera();
    private final CameraId id = new CameraId(UUID.randomUUID());
    private final OpenDoor door = new OpenDoor();
    private RelayServer server;

    @BeforeEach
    void start() throws IOException {
        server = RelayServer.start(
                RtspServerSettings.defaults()
                        .withListener("127.0.0.1", 0)
                        .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(60)),
                RelaySettings.defaults(),
                camera,
                door,
                door,
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close();
        camera.close();
    }

    @Test
    void requestsGoInByThePostAndAnswersComeOutOfTheGet() throws IOException {
        try (Socket get = connect();
                Socket post = connect()) {
            assertThat(opened(get, "c1")).startsWith("HTTP/1.0 200 OK").contains("application/x-rtsp-tunnelled");
            send(post, "POST /x HTTP/1.0\r\nx-sessioncookie: c1\r\nContent-Length: 32767\r\n\r\n");
            String request = "DESCRIBE " + address() + " RTSP/1.0\r\nCSeq: 1\r\n\r\n";
            for (byte one : base64(request).getBytes(StandardCharsets.US_ASCII)) {
                post.getOutputStream().write(one);
            }
            assertThat(head(get)).startsWith("RTSP/1.0 200 OK");
            // Another request, padded by itself, by another POST with the same cookie.
            try (Socket second = connect()) {
                send(second, "POST /x HTTP/1.0\r\nx-sessioncookie: c1\r\nContent-Length: 32767\r\n\r\n");
                send(second, base64("OPTIONS * RTSP/1.0\r\nCSeq: 22\r\n\r\n"));
                assertThat(headAfterBody(get)).contains("CSeq: 22");
            }
        }
    }

    @Test
    void r7BothHalvesOnOneConnectionAreRefused() throws IOException {
        try (Socket both = connect()) {
            send(both, "GET /x HTTP/1.0\r\nx-sessioncookie: c2\r\n\r\nPOST /x HTTP/1.0\r\nx-sessioncookie: c2\r\n\r\n");
            assertThat(head(both)).startsWith("HTTP/1.1 400");
            assertThat(both.getInputStream().read()).isNegative();
        }
        try (Socket both = connect()) {
            assertThat(opened(both, "c3")).contains("200 OK");
            send(both, "POST /x HTTP/1.0\r\nx-sessioncookie: c3\r\n\r\n");
            assertThat(both.getInputStream().read()).isNegative();
        }
    }

    @Test
    void aCookieOpensNothingTwiceAndAnUnknownOneNothingAtAll() throws IOException {
        try (Socket get = connect();
                Socket again = connect();
                Socket post = connect();
                Socket without = connect()) {
            opened(get, "c4");
            assertThat(opened(again, "c4")).startsWith("HTTP/1.1 409");
            send(post, "POST /x HTTP/1.0\r\nx-sessioncookie: other\r\n\r\n");
            assertThat(head(post)).startsWith("HTTP/1.1 404");
            send(without, "GET /x HTTP/1.0\r\n\r\n");
            assertThat(head(without)).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void whatIsNoBase64EndsBothHalves() throws IOException {
        try (Socket get = connect();
                Socket post = connect()) {
            opened(get, "c5");
            send(post, "POST /x HTTP/1.0\r\nx-sessioncookie: c5\r\n\r\n!!!!");
            assertThat(get.getInputStream().read()).isNegative();
            assertThat(post.getInputStream().read()).isNegative();
        }
    }

    @Test
    void r3AHalfThatSaysNothingIsClosedWithItsPost() throws IOException {
        try (Socket get = connect();
                Socket post = connect();
                Socket slow = connect()) {
            opened(get, "c6");
            send(post, "POST /x HTTP/1.0\r\nx-sessioncookie: c6\r\n\r\n");
            send(slow, "GET /x HT");
            assertThat(get.getInputStream().read()).isNegative();
            assertThat(post.getInputStream().read()).isNegative();
            assertThat(slow.getInputStream().read()).isNegative();
        }
    }

    @Test
    void everyLengthOfPaddingIsRead() {
        for (String text : new String[] {"a", "ab", "abc", "abcd"}) {
            ByteBuf out = Unpooled.buffer();
            ByteBuf in = Unpooled.copiedBuffer(base64(text) + "\r\n" + base64("next"), StandardCharsets.US_ASCII);
            assertThat(new Base64Stream().decode(in, out)).isTrue();
            assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(text + "next");
        }
        assertThat(new Base64Stream()
                        .decode(Unpooled.copiedBuffer("a=bc", StandardCharsets.US_ASCII), Unpooled.buffer()))
                .isFalse();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        InetSocketAddress to = server.address();
        socket.connect(to, 2000);
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static String opened(Socket socket, String cookie) throws IOException {
        send(
                socket,
                "GET /x HTTP/1.0\r\nx-sessioncookie: " + cookie + "\r\nAccept: application/x-rtsp-tunnelled\r\n\r\n");
        return head(socket);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String headAfterBody(Socket socket) throws IOException {
        String all = head(socket);
        return all.contains("RTSP/1.0") ? all : all + head(socket);
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private String address() {
        return "rtsp://127.0.0.1:" + server.address().getPort() + "/live/" + id + "/main?ticket=good";
    }
}
