package org.sharpeyes.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.relay.webrtc.WebRtcSettings;
import org.sharpeyes.relay.webrtc.netty.WebRtcServer;
import org.sharpeyes.server.live.netty.MediaClient;
import org.sharpeyes.server.live.netty.MediaGate;
import org.sharpeyes.server.town.ForeignClient;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;
import org.sharpeyes.testkit.fleet.LoopbackNetwork;
import org.sharpeyes.testkit.netty.SimulatedFleet;
import org.sharpeyes.testkit.netty.SimulatorSettings;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Chromium plays a simulated camera with A-law through the gate, over TLS, with the console's own player: MSE and WHEP, with
 * sound, and WHEP by ICE-TCP alone. Screenshots stay in {@code target/browser-media}.
 */
@Tag("slow")
class BrowserMediaTest {
    private static final Path JOURNEY = Path.of("../console/web/journeys/media");
    private static final Path MODULES = Path.of("../console/web/node_modules/playwright-core");
    private static final Path SHOTS = Path.of("target/browser-media");
    private static final String PASSWORD = "changeit";

    private final CameraId id = new CameraId(UUID.randomUUID());

    @Test
    void aCameraIsSeenAndHeardInEveryWay(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "no /usr/bin/chromium");
        assumeTrue(Files.isDirectory(MODULES), "the console's node_modules are not there: package it once");
        // The second one has a microphone.
        SimulatedFleet fleet = SimulatedFleet.start(
                FleetPlan.of(new FleetSize(2, 0, 0, 0, LoopbackNetwork.parse("127.53.7.0/24"), 1, 0, 0)),
                SimulatorSettings.forTests(folder));
        GateDoor door = new GateDoor();
        RelayServer relay = RelayServer.start(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0),
                RelaySettings.defaults(),
                new FleetStreams(fleet.cameras().get(1)),
                door,
                door,
                InstantSource.system());
        WebRtcServer webRtc = WebRtcServer.start(
                WebRtcSettings.defaults().withListener("127.0.0.1", 0),
                RelaySettings.defaults(),
                relay,
                InstantSource.system());
        DisposableServer http = serve(relay, webRtc, door, keys(folder));
        try {
            ForeignClient.Outcome outcome = ForeignClient.run(
                    Duration.ofMinutes(4),
                    List.of(
                            JOURNEY.toString(),
                            "https://127.0.0.1:" + http.port(),
                            id.toString(),
                            "mse,mse-sound,whep,whep-sound,whep-tcp",
                            SHOTS.toAbsolutePath().toString()));
            assertThat(outcome.exit())
                    .as("%s\n%s", outcome.output(), outcome.errors())
                    .isZero();
            assertThat(outcome.output().lines().filter(line -> line.startsWith("ok")))
                    .hasSize(5);
        } finally {
            http.disposeNow();
            webRtc.close();
            relay.close();
            fleet.close();
        }
    }

    private DisposableServer serve(RelayServer relay, WebRtcServer webRtc, GateDoor door, KeyManagerFactory keys)
            throws SSLException {
        var ssl = SslContextBuilder.forServer(keys).build();
        MediaClient clients = new MediaClient(List.of());
        String stream = new StreamKey(id, StreamProfile.SUB) + "?ticket=good";
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(spec -> spec.sslContext(ssl))
                .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addBefore(
                                NettyPipeline.HttpTrafficHandler,
                                MediaGate.NAME,
                                new MediaGate(door, relay.browsers(), webRtc, clients)))
                .route(routes -> routes.get("/", (request, response) -> response.header("Content-Type", "text/html")
                                .sendString(Mono.just("<!doctype html><title>media</title>")))
                        .post("/api/v1/cameras/{id}/live", (request, response) -> response.header(
                                        "Content-Type", "application/json")
                                .sendString(Mono.just("{\"mse\":\"/media/live/" + stream + "\",\"whep\":\"/media/whep/"
                                        + stream + "\"}"))))
                .bindNow();
    }

    private static KeyManagerFactory keys(Path folder) throws Exception {
        Path store = folder.resolve("keys.p12");
        ForeignClient.Outcome made = ForeignClient.run(
                Duration.ofSeconds(60),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "media",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD));
        assertThat(made.exit()).as(made.errors()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        return factory;
    }
}
