package org.sharpeyes.benchmarks.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.ViewerAccounts;
import org.sharpeyes.relay.ViewerAdmission;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.relay.webrtc.WebRtcSettings;
import org.sharpeyes.relay.webrtc.netty.WebRtcServer;
import org.sharpeyes.server.live.netty.MediaClient;
import org.sharpeyes.server.live.netty.MediaGate;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Relay, gate and WebRTC as the server has them, for everybody, and the one API call that a player makes. */
final class MediaHost implements AutoCloseable {
    private static final String TICKET = "everybody";
    private static final int PER_ADDRESS = 10_000;

    private final RelayServer relay;
    private final WebRtcServer webRtc;
    private final DisposableServer http;

    MediaHost(CameraStreams cameras) throws IOException {
        Everybody everybody = new Everybody();
        relay = RelayServer.start(
                RtspServerSettings.defaults()
                        .withListener("127.0.0.1", 0)
                        .withLimits(PER_ADDRESS, PER_ADDRESS, PER_ADDRESS)
                        .withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60)),
                RelaySettings.defaults(),
                cameras,
                everybody,
                everybody,
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
                                new MediaGate(everybody, relay.browsers(), webRtc, clients)))
                .route(routes -> routes.get("/", (request, response) -> response.header("Content-Type", "text/html")
                                .sendString(Mono.just("<!doctype html><title>bench</title>")))
                        .post("/api/v1/cameras/{id}/live", (request, response) -> response.header(
                                        "Content-Type", "application/json")
                                .sendString(Mono.just(addresses(String.valueOf(request.param("id")))))))
                .bindNow();
    }

    String url() {
        return "http://127.0.0.1:" + http.port();
    }

    RelayServer relay() {
        return relay;
    }

    /** Camera ids that end in their number. */
    static CameraId camera(int number) {
        return new CameraId(new UUID(0x5ea7, number));
    }

    private static String addresses(String camera) {
        String stream = new StreamKey(CameraId.parse(camera), StreamProfile.SUB) + "?ticket=" + TICKET;
        return "{\"mse\":\"/media/live/" + stream + "\",\"whep\":\"/media/whep/" + stream + "\"}";
    }

    @Override
    public void close() {
        http.disposeNow();
        webRtc.close();
        relay.close();
    }

    private static final class Everybody implements ViewerAdmission, ViewerAccounts {
        private final Admission.Admitted admitted = new Admission.Admitted(UserId.random(), "bench", "benchmark", null);

        @Override
        public CompletionStage<Admission> admit(ViewerRequest request) {
            return CompletableFuture.completedFuture(admitted);
        }

        @Override
        public CompletionStage<Admission> begin(ViewerRequest request, Admission.Admitted before) {
            return CompletableFuture.completedFuture(admitted);
        }

        @Override
        public String realm() {
            return "bench";
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
        public void tried(String account, InetAddress client, boolean right) {
            // Nobody can.
        }
    }
}
