package org.sharpeyes.testkit.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.media.rtsp.InterleavedFrame;
import org.sharpeyes.media.rtsp.RtspInbound;
import org.sharpeyes.media.rtsp.RtspMethod;
import org.sharpeyes.media.rtsp.RtspResponse;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.testkit.ManualClock;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;
import org.sharpeyes.testkit.fleet.LoopbackNetwork;
import org.sharpeyes.testkit.video.CellCode;
import org.sharpeyes.testkit.video.GreyDecoder;
import org.sharpeyes.testkit.video.NalUnits;

class SimulatedFleetTest {
    @TempDir
    static Path cache;

    private final ManualClock clock = new ManualClock();
    private SimulatedFleet fleet;
    private SimulatedCamera camera;

    @BeforeEach
    void start() throws IOException {
        FleetSize size = new FleetSize(2, 1, 1, 0, LoopbackNetwork.parse("127.53.200.0/24"), 1, 0, 0);
        fleet = SimulatedFleet.start(
                FleetPlan.of(size), SimulatorSettings.forTests(cache).with(clock));
        camera = fleet.camera("cam-0001");
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void aViewerGetsDecodablePicturesThatNameTheCamera() throws Exception {
        try (PlainRtspClient viewer = PlainRtspClient.to(camera)) {
            viewer.play(camera.rtspUrl(false));
            List<AccessUnit> pictures = pictures(viewer, 20);

            List<CellCode.Reading> readings = new ArrayList<>();
            List<NalUnits.Stamp> stamps = new ArrayList<>();
            try (GreyDecoder decoder = new GreyDecoder(VideoCodec.H264)) {
                for (AccessUnit picture : pictures) {
                    List<byte[]> units = picture.nalUnits().stream()
                            .map(ByteBufUtil::getBytes)
                            .toList();
                    units.forEach(
                            nal -> NalUnits.readStamp(VideoCodec.H264, nal).ifPresent(stamps::add));
                    decoder.decode(units).forEach(grey -> grey.cells().ifPresent(readings::add));
                    picture.release();
                }
            }
            assertThat(pictures.get(0).keyFrame()).isTrue();
            assertThat(readings).hasSizeGreaterThanOrEqualTo(19).allSatisfy(reading -> assertThat(reading.name())
                    .isEqualTo("cam-0001"));
            assertThat(stamps).hasSize(20).allSatisfy(stamp -> assertThat(stamp)
                    .isEqualTo(new NalUnits.Stamp("cam-0001", clock.instant())));
        }
    }

    @Test
    void sessionsAreCountedFromSetUpToTheEndOfTheConnection() throws Exception {
        try (PlainRtspClient first = PlainRtspClient.to(camera);
                PlainRtspClient second = PlainRtspClient.to(camera)) {
            first.play(camera.rtspUrl(false));
            second.play(camera.rtspUrl(false));
            assertThat(camera.rtspSessions()).isEqualTo(2);
            assertThat(fleet.camera("cam-0002").rtspSessions()).isZero();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> camera.rtspSessions() == 0);
        assertThat(camera.bytesSent()).isPositive();
    }

    @Test
    void picturesTravelOverUdp() throws Exception {
        try (PlainRtspClient viewer = PlainRtspClient.to(camera);
                DatagramSocket rtp = new DatagramSocket(0)) {
            rtp.setSoTimeout(5_000);
            String url = camera.rtspUrl(false);
            viewer.ask(RtspMethod.DESCRIBE, url);
            int port = rtp.getLocalPort();
            RtspResponse setUp = viewer.ask(
                    RtspMethod.SETUP,
                    url + "/trackID=0",
                    "Transport",
                    "RTP/AVP;unicast;client_port=" + port + "-" + (port + 1));
            assertThat(setUp.status()).isEqualTo(200);
            viewer.ask(
                    RtspMethod.PLAY,
                    url,
                    "Session",
                    setUp.session().orElseThrow().id());

            DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
            rtp.receive(packet);
            assertThat(packet.getAddress().getHostAddress())
                    .isEqualTo(camera.device().address());
            assertThat(packet.getData()[1] & 0x7f).isEqualTo(96);
        }
    }

    @Test
    void fiveWrongPasswordsLockTheDeviceForHalfAnHour() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(describe("wrong")).isEqualTo(401);
        }
        String right = camera.device().credentials().password();
        assertThat(describe(right)).isEqualTo(401);
        assertThat(camera.lockedUntil().join()).hasValue(clock.instant().plus(Duration.ofMinutes(30)));
        assertThat(camera.counters().lockOuts().get()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(30));
        assertThat(describe(right)).isEqualTo(200);
    }

    @Test
    void fourWrongPasswordsDoNotLock() throws Exception {
        for (int i = 0; i < 4; i++) {
            describe("wrong");
        }
        assertThat(describe(camera.device().credentials().password())).isEqualTo(200);
        assertThat(camera.counters().authenticationFailures().get()).isEqualTo(4);
        assertThat(camera.counters().lockOuts().get()).isZero();
    }

    @Test
    void aChangedPasswordRefusesTheOldOne() throws Exception {
        camera.fault(new Fault.WrongPassword()).join();
        assertThat(describe(camera.device().credentials().password())).isEqualTo(401);
        camera.heal().join();
        assertThat(describe(camera.device().credentials().password())).isEqualTo(200);
    }

    @Test
    void aSilentCameraDropsSynsAndLeavesConnectionsOpen() throws Exception {
        try (PlainRtspClient viewer = PlainRtspClient.to(camera)) {
            viewer.play(camera.rtspUrl(false));
            camera.fault(new Fault.Silent()).join();

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThatThrownBy(() -> connect(camera.rtspPort(), 300))
                            .isInstanceOf(SocketTimeoutException.class));
            assertThatThrownBy(() -> connect(camera.onvifPort(), 300)).isInstanceOf(SocketTimeoutException.class);
            viewer.patience(500);
            assertThatThrownBy(() -> {
                        while (true) {
                            PlainRtspClient.release(viewer.next());
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class);

            camera.heal().join();
            viewer.patience(5_000);
            PlainRtspClient.release(viewer.next());
            assertThat(describe(camera.device().credentials().password())).isEqualTo(200);
        }
    }

    @Test
    void aRefusingCameraResetsAndRefuses() throws Exception {
        try (PlainRtspClient viewer = PlainRtspClient.to(camera)) {
            viewer.play(camera.rtspUrl(false));
            camera.fault(new Fault.Refused()).join();

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThatThrownBy(() -> connect(camera.rtspPort(), 1_000))
                            .isInstanceOf(ConnectException.class));
            assertThatThrownBy(() -> {
                        while (true) {
                            PlainRtspClient.release(viewer.next());
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        camera.heal().join();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> describe(camera.device().credentials().password()) == 200);
    }

    @Test
    void oneChannelOfAnNvrFallsSilentAlone() throws Exception {
        SimulatedCamera seventh = fleet.camera("nvr-01-ch07");
        SimulatedCamera eighth = fleet.camera("nvr-01-ch08");
        seventh.fault(new Fault.Silent()).join();

        assertThat(describe(seventh, seventh.device().credentials().password())).isEqualTo(503);
        assertThat(describe(eighth, eighth.device().credentials().password())).isEqualTo(200);
        assertThatThrownBy(() ->
                        seventh.fault(new Fault.Drift(Duration.ofMinutes(1))).join())
                .hasMessageContaining("one channel of an NVR");
    }

    @Test
    void aSwitchTakesItsCamerasAlongAndNothingElse() throws Exception {
        fleet.faultSwitch("switch-01", new Fault.Refused()).join();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThatThrownBy(() -> connect(camera.rtspPort(), 1_000))
                        .isInstanceOf(ConnectException.class));
        SimulatedCamera channel = fleet.camera("nvr-01-ch01");
        assertThat(describe(channel, channel.device().credentials().password())).isEqualTo(200);

        fleet.faultSwitch("switch-01", null).join();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> describe(camera.device().credentials().password()) == 200);
    }

    private int describe(String password) throws IOException {
        return describe(camera, password);
    }

    private static int describe(SimulatedCamera camera, String password) throws IOException {
        try (PlainRtspClient viewer = PlainRtspClient.to(camera, password)) {
            return viewer.ask(RtspMethod.DESCRIBE, camera.rtspUrl(false), "Accept", "application/sdp")
                    .status();
        } catch (ConnectException e) {
            return 0;
        }
    }

    private void connect(int port, int millis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(camera.device().address(), port), millis);
        }
    }

    private static List<AccessUnit> pictures(PlainRtspClient viewer, int count) throws IOException {
        List<AccessUnit> pictures = new ArrayList<>();
        try (Depacketizer depacketizer = new Depacketizer(
                VideoCodec.H264, ParameterSets.none(VideoCodec.H264), UnpooledByteBufAllocator.DEFAULT)) {
            while (pictures.size() < count) {
                RtspInbound item = viewer.next();
                if (item instanceof InterleavedFrame frame && frame.channel() == 0) {
                    depacketizer.push(frame.payload(), pictures::add);
                }
                PlainRtspClient.release(item);
            }
        }
        return pictures;
    }
}
