package org.sharpeyes.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.relay.webrtc.WebRtcSettings;
import org.sharpeyes.relay.webrtc.netty.WebRtcServer;
import org.sharpeyes.server.live.netty.MediaClient;
import org.sharpeyes.server.live.netty.MediaGate;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;
import org.sharpeyes.testkit.fleet.LoopbackNetwork;
import org.sharpeyes.testkit.netty.SimulatedCamera;
import org.sharpeyes.testkit.netty.SimulatedFleet;
import org.sharpeyes.testkit.netty.SimulatorSettings;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** The gate in a pipeline of Reactor Netty, a simulated camera behind the relay, and clients that pipeline. */
@Tag("slow")
class MediaGateTest {
    @TempDir
    static Path cache;

    private final CameraId id = new CameraId(UUID.randomUUID());
    private SimulatedFleet fleet;
    private RelayServer relay;
    private WebRtcServer webRtc;
    private DisposableServer http;

    @BeforeEach
    void start() throws IOException {
        fleet = SimulatedFleet.start(
                FleetPlan.of(new FleetSize(1, 0, 0, 0, LoopbackNetwork.parse("127.54.7.0/24"), 1, 0, 0)),
                SimulatorSettings.forTests(cache));
        GateDoor door = new GateDoor();
        relay = RelayServer.start(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0),
                RelaySettings.defaults(),
                new FleetStreams(camera()),
                door,
                door,
                InstantSource.system());
        webRtc = WebRtcServer.start(
                WebRtcSettings.defaults().withListener("127.0.0.1", 0),
                RelaySettings.defaults(),
                relay,
                InstantSource.system());
        MediaClient clients = new MediaClient(List.of());
        http = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addBefore(
                                NettyPipeline.HttpTrafficHandler,
                                MediaGate.NAME,
                                new MediaGate(door, relay.browsers(), webRtc, clients)))
                .route(routes -> routes.get(
                                "/api/slow",
                                (request, response) -> response.sendString(
                                        Mono.just("slow").delayElement(java.time.Duration.ofMillis(200))))
                        .get("/api/fast", (request, response) -> response.sendString(Mono.just("fast"))))
                .bindNow();
    }

    @AfterEach
    void stop() {
        http.disposeNow();
        webRtc.close();
        relay.close();
        fleet.close();
    }

    @Test
    void aBrowserGetsFormatThenStartSegmentThenFragmentsThatDecode(@TempDir Path folder) throws Exception {
        Browser browser = new Browser();
        WebSocket socket = browser.open(mediaUri("good"), origin());
        String hello = browser.texts.poll(20, TimeUnit.SECONDS);
        assertThat(hello)
                .matches("\\{\"mime\":\"video/mp4; codecs=\\\\\"avc1\\..{6}\\\\\"\",\"width\":\\d+,\"height\":\\d+}");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < 31; i++) {
            byte[] message = browser.binaries.poll(10, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(new String(message, 4, 4, StandardCharsets.US_ASCII)).isEqualTo(i == 0 ? "ftyp" : "moof");
            file.writeBytes(message);
        }
        socket.abort();
        Path mp4 = folder.resolve("live.mp4");
        Files.write(mp4, file.toByteArray());
        assertThat(run("ffmpeg", "-v", "warning", "-i", mp4.toString(), "-f", "null", "-"))
                .isEmpty();
        assertThat(run(
                        "ffprobe",
                        "-v",
                        "error",
                        "-count_frames",
                        "-show_entries",
                        "stream=nb_read_frames",
                        mp4.toString()))
                .contains("nb_read_frames=30");
    }

    @Test
    void aSecondBrowserStartsAtOnceAndSharesTheCamerasSession() throws Exception {
        Browser first = new Browser();
        first.open(mediaUri("good"), origin());
        assertThat(first.texts.poll(20, TimeUnit.SECONDS)).isNotNull();
        for (int i = 0; i < 5; i++) {
            first.binaries.poll(5, TimeUnit.SECONDS);
        }
        long begun = System.nanoTime();
        Browser second = new Browser();
        second.open(mediaUri("good"), origin());
        assertThat(second.binaries.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(second.binaries.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isLessThan(1500);
        assertThat(camera().rtspSessions()).isEqualTo(1);
        assertThat(relay.snapshot().toCompletableFuture().join().get(0).viewers())
                .hasSize(2)
                .allMatch(viewer -> viewer.transport().equals("mse"));
    }

    @Test
    void aRevokedTicketEndsTheViewWithAWord() throws Exception {
        Browser browser = new Browser();
        browser.open(mediaUri("good"), origin());
        assertThat(browser.texts.poll(20, TimeUnit.SECONDS)).contains("mime");
        assertThat(relay.revokeTicket("good")).isEqualTo(1);
        assertThat(browser.texts.poll(5, TimeUnit.SECONDS)).isEqualTo("{\"reason\":\"revoked\"}");
    }

    @Test
    void withoutTicketOrFromAnotherSiteNothingIsServed() throws Exception {
        String media = "/media/live/" + id + "/main";
        assertThat(ask(media, "")).startsWith("HTTP/1.1 426");
        assertThat(ask(media, upgrade(origin()))).startsWith("HTTP/1.1 401");
        assertThat(ask(media + "?ticket=bad", upgrade(origin()))).startsWith("HTTP/1.1 401");
        assertThat(ask(media + "?ticket=good", upgrade("http://evil.example"))).startsWith("HTTP/1.1 403");
        assertThat(ask(media + "?ticket=good", upgrade("null"))).startsWith("HTTP/1.1 403");
        assertThat(ask("/media/", upgrade(origin()))).startsWith("HTTP/1.1 404");
        assertThat(ask("/media/live/../../api/fast", upgrade(origin()))).startsWith("HTTP/1.1 404");
        assertThat(ask("/%6dedia/live/" + id + "/main?ticket=good", upgrade(origin())))
                .startsWith("HTTP/1.1 404");
        assertThat(relay.views().size()).isZero();
    }

    @Test
    void anOfferIsAnsweredAndItsSessionEndedByWhoHasTheId() throws Exception {
        String whep = "/media/whep/" + id + "/sub";
        assertThat(ask(whep + "?ticket=good", "")).startsWith("HTTP/1.1 405");
        assertThat(post(whep + "?ticket=good", "text/plain", "v=0")).startsWith("HTTP/1.1 415");
        assertThat(post(whep, "application/sdp", "v=0")).startsWith("HTTP/1.1 401");
        assertThat(post(whep + "?ticket=good", "application/sdp\r\nOrigin: http://evil.example", "v=0"))
                .startsWith("HTTP/1.1 403");
        assertThat(post(whep + "?ticket=good", "application/sdp", "v=0"))
                .startsWith("HTTP/1.1 400")
                .contains("urn:sharp-eyes:problem:malformed-request", "offer: 0 m= sections");
        assertThat(post(whep + "?ticket=good", "application/sdp", "x".repeat(33_000)))
                .startsWith("HTTP/1.1 400");
        String answer = post(whep + "?ticket=good", "application/sdp", OFFER);
        assertThat(answer).startsWith("HTTP/1.1 201").contains("content-type: application/sdp", "a=ice-lite");
        String session = answer.substring(answer.indexOf("location: ") + 10).split("\r\n")[0];
        assertThat(webRtc.sessions()).isEqualTo(1);
        assertThat(request("DELETE " + session + " HTTP/1.1\r\nOrigin: http://evil.example\r\n", ""))
                .startsWith("HTTP/1.1 403");
        assertThat(request("PATCH " + session + " HTTP/1.1\r\n", "")).startsWith("HTTP/1.1 405");
        assertThat(request("DELETE " + session + " HTTP/1.1\r\n", "")).startsWith("HTTP/1.1 200");
        assertThat(request("DELETE /media/whep/sessions/" + "0".repeat(40) + " HTTP/1.1\r\n", ""))
                .startsWith("HTTP/1.1 404");
    }

    /** The least that a browser may say, with two sections. */
    private static final String OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
            + "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=setup:actpass\r\na=fingerprint:sha-256 "
            + "AA:".repeat(31) + "AA\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=rtcp-mux\r\na=recvonly\r\n"
            + "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\n"
            + "m=audio 9 UDP/TLS/RTP/SAVPF 8\r\na=mid:1\r\na=rtcp-mux\r\na=recvonly\r\n";

    private String post(String target, String type, String body) throws IOException {
        return request("POST " + target + " HTTP/1.1\r\nContent-Type: " + type + "\r\n", body);
    }

    private String request(String head, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((head + "Host: 127.0.0.1:" + http.port() + "\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            int length = -1;
            int headEnd = -1;
            while (headEnd < 0 || answer.length() < headEnd + length) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                answer.append((char) next);
                if (headEnd < 0 && answer.toString().endsWith("\r\n\r\n")) {
                    headEnd = answer.length();
                    length = Integer.parseInt(
                            answer.toString().split("content-length: ")[1].split("\r\n")[0]);
                }
            }
            return answer.toString();
        }
    }

    @Test
    void pipelinedAnswersOfBothSidesKeepTheirOrder() throws Exception {
        String host = "Host: 127.0.0.1:" + http.port() + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET /api/slow HTTP/1.1\r\n" + host + "\r\n"
                                    + "GET /media/nothing HTTP/1.1\r\n" + host + "\r\n"
                                    + "GET /api/fast HTTP/1.1\r\n" + host + "\r\n"
                                    + "GET /media/else HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            List<String> seen = new ArrayList<>();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            while (seen.size() < 4) {
                String line = lines.readLine();
                if (line == null) {
                    break;
                }
                for (String word : List.of("slow", "fast")) {
                    if (line.contains(word)) {
                        seen.add(word);
                    }
                }
                if (line.contains("HTTP/1.1 404")) {
                    seen.add("404");
                }
            }
            assertThat(seen).containsExactly("slow", "404", "fast", "404");
        }
    }

    @Test
    void bytesGluedBehindAnUpgradeCloseTheConnection() throws Exception {
        String media = "/media/live/" + id + "/main?ticket=good";
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(5000);
            String request = "GET " + media + " HTTP/1.1\r\nHost: 127.0.0.1:" + http.port() + "\r\n" + upgrade(origin())
                    + "\r\n";
            socket.getOutputStream()
                    .write((request + "GET /api/fast HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(all).doesNotContain("fast");
        }
    }

    private String ask(String path, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + http.port() + "\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }

    private static String upgrade(String origin) {
        return "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: " + origin + "\r\n";
    }

    private URI mediaUri(String ticket) {
        return URI.create(
                "ws://127.0.0.1:" + http.port() + "/media/live/" + id + "/main?ticket=" + ticket + "&codecs=h264,flac");
    }

    private String origin() {
        return "http://127.0.0.1:" + http.port();
    }

    private SimulatedCamera camera() {
        return fleet.cameras().get(0);
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text;
    }

    private static final class Browser implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream part = new ByteArrayOutputStream();

        WebSocket open(URI uri, String origin) throws Exception {
            return HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Origin", origin)
                    .buildAsync(uri, this)
                    .get(10, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            texts.add(data.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            part.writeBytes(bytes);
            if (last) {
                binaries.add(part.toByteArray());
                part.reset();
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
