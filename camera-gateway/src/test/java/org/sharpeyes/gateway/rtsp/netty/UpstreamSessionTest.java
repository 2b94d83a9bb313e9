package org.sharpeyes.gateway.rtsp.netty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.gateway.rtsp.UpstreamFailure;
import org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind;
import org.sharpeyes.gateway.rtsp.UpstreamRequest;
import org.sharpeyes.gateway.rtsp.UpstreamRequest.TransportChoice;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;
import org.sharpeyes.testkit.netty.SimulatedCamera;
import org.sharpeyes.testkit.netty.SimulatedFleet;
import org.sharpeyes.testkit.netty.SimulatorSettings;

/** Against simulated cameras on real sockets. */
@Tag("slow")
class UpstreamSessionTest {
    private static final UpstreamSettings SETTINGS = new UpstreamSettings(
            Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(3), Duration.ofSeconds(1), true);
    private static final int PATIENCE_SECONDS = 60;

    private static SimulatedFleet fleet;
    private static MultiThreadIoEventLoopGroup loops;

    private final Recorder recorder = new Recorder();

    @BeforeAll
    static void start() throws IOException {
        loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        fleet = SimulatedFleet.start(
                FleetPlan.of(FleetSize.ofCameras(2)), SimulatorSettings.forTests(Path.of("target", "loops")));
    }

    @AfterAll
    static void stop() {
        fleet.close();
        loops.shutdownGracefully(0, 1, SECONDS);
    }

    @AfterEach
    void heal() {
        fleet.cameras().forEach(camera -> camera.heal().join());
    }

    private static UpstreamRequest request(SimulatedCamera camera, TransportChoice transport, String password) {
        RtspUrl url = RtspUrl.parse(camera.rtspUrl(false)).orElseThrow();
        return new UpstreamRequest(
                new InetSocketAddress(camera.device().address(), camera.rtspPort()),
                url,
                Optional.of(new Credentials(camera.device().credentials().username(), password)),
                transport);
    }

    private UpstreamSession open(SimulatedCamera camera, TransportChoice transport) {
        return open(request(camera, transport, camera.device().credentials().password()));
    }

    private UpstreamSession open(UpstreamRequest request) {
        return new RtspUpstreams(loops, SETTINGS).open(request, loops.next(), recorder);
    }

    private UpstreamFailure failure() {
        return recorder.closed.orTimeout(PATIENCE_SECONDS, SECONDS).join();
    }

    private void awaitPictures(int count) {
        await().atMost(PATIENCE_SECONDS, SECONDS).until(() -> recorder.pictures.get() >= count);
    }

    @Test
    void picturesComeInterleavedWithoutLoss() {
        SimulatedCamera camera = fleet.camera("cam-0001");
        UpstreamSession session = open(camera, TransportChoice.TCP_THEN_UDP);
        awaitPictures(20);

        assertThat(recorder.opened.join().udp()).isFalse();
        assertThat(recorder.keyFrames.get()).isPositive();
        assertThat(recorder.lost.get()).isZero();
        assertThat(recorder.width.get()).isEqualTo(640);
        assertThat(camera.rtspSessions()).isEqualTo(1);

        session.close();
        assertThat(failure().kind()).isEqualTo(Kind.CLOSED);
        await().atMost(5, SECONDS).until(() -> camera.rtspSessions() == 0);
    }

    private static InetSocketAddress nobody(SimulatedCamera camera) throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(camera.device().address(), 0));
            return new InetSocketAddress(camera.device().address(), taken.getLocalPort());
        }
    }

    private static InetSocketAddress web(SimulatedCamera camera) {
        return new InetSocketAddress(camera.device().address(), camera.onvifPort());
    }

    @Test
    void whereOnlyTheWebPortIsLetThroughPicturesComeOverHttp() throws IOException {
        SimulatedCamera camera = fleet.camera("cam-0001");
        UpstreamRequest known = request(
                camera,
                TransportChoice.TCP_THEN_UDP,
                camera.device().credentials().password());
        UpstreamRequest request = UpstreamRequest.of(nobody(camera), known.url(), known.credentials())
                .orThrough(web(camera));
        RtspUpstreams upstreams = new RtspUpstreams(loops, SETTINGS);
        UpstreamSession session = upstreams.open(request, loops.next(), recorder);
        awaitPictures(20);
        assertThat(recorder.lost.get()).isZero();
        assertThat(recorder.keyFrames.get()).isPositive();
        assertThat(camera.rtspSessions()).isEqualTo(1);
        session.close();
        assertThat(failure().kind()).isEqualTo(Kind.CLOSED);
        await().atMost(5, SECONDS).until(() -> camera.rtspSessions() == 0);

        Recorder again = new Recorder();
        UpstreamSession second = upstreams.open(request, loops.next(), again);
        await().atMost(PATIENCE_SECONDS, SECONDS).until(() -> again.pictures.get() >= 5);
        second.close();
    }

    @Test
    void aPortThatSpeaksHttpIsTriedAsATunnel() {
        SimulatedCamera camera = fleet.camera("cam-0002");
        UpstreamRequest known = request(
                camera,
                TransportChoice.TCP_THEN_UDP,
                camera.device().credentials().password());
        UpstreamSession session = open(UpstreamRequest.of(web(camera), known.url(), known.credentials())
                .orThrough(web(camera)));
        awaitPictures(5);
        session.close();
        assertThat(failure().kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void whereNeitherWayLeadsToACameraBothAreTold() throws IOException {
        SimulatedCamera camera = fleet.camera("cam-0002");
        InetSocketAddress first = nobody(camera);
        InetSocketAddress second = nobody(camera);
        open(UpstreamRequest.of(first, RtspUrl.parse(camera.rtspUrl(false)).orElseThrow(), Optional.empty())
                .orThrough(second));
        assertThat(failure().kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure().detail()).contains(":" + first.getPort() + ": ", ":" + second.getPort() + " (HTTP): ");
    }

    @Test
    void picturesAndSoundComeByUdp() {
        SimulatedCamera camera = fleet.camera("cam-0002");
        UpstreamSession session = open(camera, TransportChoice.UDP);
        awaitPictures(20);

        assertThat(recorder.opened.join().udp()).isTrue();
        assertThat(recorder.opened.join().tracks()).hasSize(2);
        assertThat(recorder.otherPackets.get()).isPositive();
        session.close();
        assertThat(failure().kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void aWrongPasswordIsSentOnce() {
        SimulatedCamera camera = fleet.camera("cam-0001");
        open(request(camera, TransportChoice.TCP_THEN_UDP, "not-the-password"));

        assertThat(failure().kind()).isEqualTo(Kind.WRONG_PASSWORD);
        assertThat(failure().detail()).doesNotContain("not-the-password");
        assertThat(recorder.opened).isNotDone();
    }

    @Test
    void withoutPasswordItIsSaidThatOneIsNeeded() {
        SimulatedCamera camera = fleet.camera("cam-0001");
        UpstreamRequest known = request(camera, TransportChoice.TCP_THEN_UDP, "x");
        open(UpstreamRequest.of(known.address(), known.url(), Optional.empty()));

        assertThat(failure().kind()).isEqualTo(Kind.PASSWORD_NEEDED);
    }

    @Test
    void anUnknownPathIsNotFound() {
        SimulatedCamera camera = fleet.camera("cam-0001");
        UpstreamRequest known = request(
                camera,
                TransportChoice.TCP_THEN_UDP,
                camera.device().credentials().password());
        open(UpstreamRequest.of(known.address(), known.url().withResource("/nothing/here"), known.credentials()));

        assertThat(failure().kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void aPulledCableIsNoticedByMissingMedia() {
        SimulatedCamera camera = fleet.camera("cam-0001");
        open(camera, TransportChoice.TCP_THEN_UDP);
        awaitPictures(3);

        camera.fault(new Fault.Silent()).join();

        assertThat(failure().kind()).isEqualTo(Kind.NO_MEDIA);
    }

    @Test
    void resetConnectionsEndAtOnce() {
        SimulatedCamera camera = fleet.camera("cam-0002");
        open(camera, TransportChoice.TCP_THEN_UDP);
        awaitPictures(3);

        camera.fault(new Fault.Refused()).join();

        assertThat(failure().kind()).isEqualTo(Kind.ENDED);
        Recorder second = new Recorder();
        new RtspUpstreams(loops, SETTINGS)
                .open(
                        request(
                                camera,
                                TransportChoice.TCP,
                                camera.device().credentials().password()),
                        loops.next(),
                        second);
        assertThat(second.closed.orTimeout(PATIENCE_SECONDS, SECONDS).join().kind())
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void aListenerWithoutSocketsIsServedOnItsOwnThread() {
        SimulatedCamera camera = fleet.camera("cam-0001");
        var owner = java.util.concurrent.Executors.newSingleThreadExecutor();
        try {
            UpstreamSession session = new RtspUpstreams(loops, SETTINGS)
                    .open(
                            request(
                                    camera,
                                    TransportChoice.TCP,
                                    camera.device().credentials().password()),
                            owner,
                            recorder);
            awaitPictures(5);
            session.close();
            assertThat(failure().kind()).isEqualTo(Kind.CLOSED);
        } finally {
            owner.shutdown();
        }
    }

    @Test
    void aServerThatAcceptsAndSaysNothingTimesOut() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, java.net.InetAddress.getByName("127.51.0.9"))) {
            RtspUrl url = RtspUrl.parse("rtsp://127.51.0.9:" + mute.getLocalPort() + "/x")
                    .orElseThrow();
            UpstreamSettings quick = new UpstreamSettings(
                    Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(1), true);
            new RtspUpstreams(loops, quick)
                    .open(
                            UpstreamRequest.of(
                                    new InetSocketAddress("127.51.0.9", mute.getLocalPort()), url, Optional.empty()),
                            loops.next(),
                            recorder);

            assertThat(failure().kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure().detail()).contains("DESCRIBE CSeq 1");
        }
    }
}
