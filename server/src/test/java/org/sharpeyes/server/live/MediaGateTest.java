package org.sharpeyes.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultEventLoopGroup;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.gateway.rtsp.UpstreamDescription;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.gateway.rtsp.netty.RtspUpstreams;
import org.sharpeyes.gateway.rtsp.netty.UpstreamSession;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;
import org.sharpeyes.relay.ViewerAccounts;
import org.sharpeyes.relay.ViewerAdmission;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerRequest;
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
        Door door = new Door();
        relay = RelayServer.start(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0),
                RelaySettings.defaults(),
                this::open,
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

    private final RtspUpstreams upstreams =
            new RtspUpstreams(new DefaultEventLoopGroup(1), UpstreamSettings.defaults());

    private Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
        SimulatedCamera camera = camera();
        var login = camera.device().credentials();
        UpstreamSession session = upstreams.open(
                UpstreamRequest.of(
                        new InetSocketAddress(camera.device().address(), camera.rtspPort()),
                        RtspUrl.parse(camera.rtspUrl(true)).orElseThrow(),
                        Optional.of(new Credentials(login.username(), login.password()))),
                owner,
                new org.sharpeyes.gateway.rtsp.UpstreamListener() {
                    @Override
                    public void opened(UpstreamDescription description) {
                        listener.opened(new StreamDescription(description.tracks().stream()
                                .map(track -> new TrackDescription(
                                        track.isVideo() ? TrackDescription.Kind.VIDEO : TrackDescription.Kind.AUDIO,
                                        track.map().payloadType(),
                                        track.map().encoding(),
                                        track.map().clockRate(),
                                        track.map().channels(),
                                        null))
                                .toList()));
                    }

                    @Override
                    public void packet(int track, ByteBuf packet) {
                        listener.packet(track, packet);
                    }

                    @Override
                    public void control(int track, ByteBuf packet) {
                        listener.control(track, packet);
                    }

                    @Override
                    public void lost(int track, int packets) {
                        listener.lost(track, packets);
                    }

                    @Override
                    public void closed(org.sharpeyes.gateway.rtsp.UpstreamFailure cause) {
                        listener.closed(new UpstreamFailure(UpstreamFailure.Kind.UNREACHABLE, cause.detail()));
                    }
                });
        return new Upstream() {
            @Override
            public void requestKeyFrame() {
                // The simulated camera has a key frame soon enough.
            }

            @Override
            public void close() {
                session.close();
            }
        };
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

    private static final class Door implements ViewerAdmission, ViewerAccounts {
        private final UserId user = UserId.random();

        @Override
        public CompletionStage<Admission> admit(ViewerRequest request) {
            boolean good = request.credential() instanceof ViewerCredential.TicketText ticket
                    && ticket.text().equals("good");
            return CompletableFuture.completedFuture(
                    good ? new Admission.Admitted(user, "duty", "", "good") : new Admission.Unauthenticated());
        }

        @Override
        public CompletionStage<Admission> begin(ViewerRequest request, Admission.Admitted admitted) {
            return CompletableFuture.completedFuture(admitted);
        }

        @Override
        public String realm() {
            return "test";
        }

        @Override
        public boolean mayTry(String account, InetAddress client) {
            return false;
        }

        @Override
        public Optional<PasswordHashes> find(String account) {
            return Optional.empty();
        }

        @Override
        public void tried(String account, InetAddress client, boolean right) {}
    }
}
