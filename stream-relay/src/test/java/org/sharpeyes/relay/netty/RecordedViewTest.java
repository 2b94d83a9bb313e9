package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedCamera;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.netty.RawViewer.Answer;
import org.sharpeyes.relay.playback.InMemoryRecordings;

/** Recordings over RTSP: position, speed, pause, gaps, on real sockets. */
class RecordedViewTest {
    private static final String TCP = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1";

    private final RecordedCamera camera = new RecordedCamera();
    private final InMemoryRecordings recordings = new InMemoryRecordings();
    private final OpenDoor door = new OpenDoor();
    private final List<RawViewer> viewers = new ArrayList<>();
    private final CameraId id = new CameraId(UUID.randomUUID());
    private RelayServer server;

    @BeforeEach
    void start() throws IOException {
        server = RelayServer.start(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0),
                RelaySettings.defaults(),
                camera,
                recordings,
                door,
                door,
                InstantSource.system());
    }

    @AfterEach
    void stop() throws IOException {
        for (RawViewer viewer : viewers) {
            viewer.close();
        }
        server.close();
        camera.close();
    }

    @Test
    void saysWhatMayBeSeenAndWhereItStarts() throws IOException {
        RawViewer viewer = viewer();
        Answer described = viewer.ask("DESCRIBE", address("g1"));
        assertThat(described.status()).isEqualTo(200);
        assertThat(described.body()).contains("a=range:npt=0.000-60.000", "s=playback");
        String session = viewer.ask("SETUP", address("g1") + "/trackID=0", TCP).session();
        assertThat(recordings.open())
                .as("described and set up is one recording")
                .isEqualTo(1);
        Answer playing = viewer.ask(
                "PLAY", address("g1"), "Session: " + session, "Range: clock=20261126T080010.500Z-20261126T080012Z");
        assertThat(playing.status()).isEqualTo(200);
        assertThat(playing.header("Range")).isEqualTo("clock=20261126T080010.500Z-20261126T080012.000Z");
        assertThat(playing.header("RTP-Info")).contains("seq=", "rtptime=");
        viewer.awaitFrames(30);
        assertThat(recordings.records()).isEqualTo(1);
        assertThat(viewer().ask("DESCRIBE", address("g1"), "Require: onvif-replay")
                        .body())
                .contains("a=range:clock=20261126T080000.000Z-20261126T080100.000Z");
    }

    @Test
    void answersInTheUnitThatWasAsked() throws IOException {
        RawViewer viewer = viewer();
        String session = setUp(viewer);
        Answer playing = viewer.ask("PLAY", address("g1"), "Session: " + session, "Range: npt=10.500-12");
        assertThat(playing.header("Range")).isEqualTo("npt=10.500-12.000");
    }

    @Test
    void aPositionOutsideOfTheWindowIsRefused() throws IOException {
        RawViewer viewer = viewer();
        String session = setUp(viewer);
        for (String range : List.of("clock=20261126T075959Z-", "clock=20261126T080100Z-", "npt=61-")) {
            assertThat(viewer.ask("PLAY", address("g1"), "Session: " + session, "Range: " + range)
                            .status())
                    .as(range)
                    .isEqualTo(457);
        }
        assertThat(viewer.ask("PLAY", address("g1"), "Session: " + session, "Scale: fast")
                        .status())
                .isEqualTo(456);
        assertThat(viewer.ask("PLAY", address("g1"), "Session: " + session).status())
                .isEqualTo(200);
    }

    @Test
    void whatOneMayNotSeeIsNotFound() throws IOException {
        assertThat(viewer().ask("DESCRIBE", address("x1")).status()).isEqualTo(404);
        assertThat(viewer().ask("DESCRIBE", address("g1").replace("good", "bad"))
                        .status())
                .isEqualTo(401);
        assertThat(viewer().ask("DESCRIBE", address("g1").replace("/play/g1/", "/play/" + "g".repeat(65) + "/"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void asFastAsItGoesTheWholeWindowComesAndThenAGoodbye() throws IOException {
        RawViewer viewer = viewer();
        String session = setUp(viewer);
        Answer playing = viewer.ask("PLAY", address("g1"), "Session: " + session, "Rate-Control: no");
        assertThat(playing.header("Range")).startsWith("clock=20261126T080000.000Z-");
        List<RawViewer.Packet> packets = viewer.packetsUntilGoodbye();
        long pictures = packets.stream().filter(RawViewer.Packet::marker).count();
        assertThat(pictures)
                .as("50 s of 25 pictures, less those before the first key frame after the gap")
                .isBetween(1200L, 1250L);
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).sequence()).isEqualTo(packets.get(i - 1).sequence() + 1 & 0xFFFF);
        }
        // After the end another range may be asked for.
        assertThat(viewer.ask("PLAY", address("g1"), "Session: " + session, "Range: npt=50-", "Rate-Control: no")
                        .status())
                .isEqualTo(200);
        assertThat(viewer.packetsUntilGoodbye().get(0).sequence())
                .isEqualTo(packets.get(packets.size() - 1).sequence() + 1 & 0xFFFF);
    }

    @Test
    void jumpsWhilePlayingAndSequenceNumbersRunOn() throws IOException {
        RawViewer viewer = viewer();
        String session = setUp(viewer);
        viewer.ask("PLAY", address("g1"), "Session: " + session, "Range: npt=40-");
        RawViewer.Packet last = viewer.packets(20).get(19);
        Answer jumped = viewer.ask("PLAY", address("g1"), "Session: " + session, "Range: npt=5-", "Scale: 2");
        assertThat(jumped.status()).isEqualTo(200);
        assertThat(jumped.header("Scale")).isEqualTo("2.000");
        assertThat(jumped.header("Range")).isEqualTo("npt=5.000-60.000");
        List<RawViewer.Packet> after = viewer.packets(20);
        assertThat(after.get(0).sequence() - last.sequence() & 0xFFFF).isBetween(1, 400);
        int ticks = after.get(19).timestamp() - last.timestamp();
        assertThat(ticks).as("time stamps never step back").isPositive();
    }

    @Test
    void pausesAndGoesOnWhereItWas() throws IOException {
        RawViewer viewer = viewer();
        String session = setUp(viewer);
        viewer.ask("PLAY", address("g1"), "Session: " + session, "Range: npt=10-");
        viewer.packets(60);
        assertThat(viewer.ask("PAUSE", address("g1"), "Session: " + session).status())
                .isEqualTo(200);
        Answer again = viewer.ask("PLAY", address("g1"), "Session: " + session);
        Instant start = clock(again.header("Range"));
        assertThat(start)
                .isAfterOrEqualTo(InMemoryRecordings.START.plusSeconds(8))
                .isBefore(InMemoryRecordings.START.plusSeconds(16));
        assertThat(recordings.open()).isEqualTo(1);
        assertThat(recordings.records()).isEqualTo(1);
    }

    @Test
    void backwardsOnlyKeyFramesCome() throws IOException {
        RawViewer viewer = viewer();
        String session = setUp(viewer);
        Answer playing = viewer.ask(
                "PLAY", address("g1"), "Session: " + session, "Range: clock=20261126T080050Z-", "Scale: -16");
        assertThat(playing.status()).isEqualTo(200);
        assertThat(playing.header("Range")).endsWith("-20261126T080000.000Z");
        viewer.packets(10);
    }

    @Test
    void anOnvifClientGetsTheTimeOfEveryPicture() throws IOException {
        RawViewer viewer = viewer();
        String session = viewer.ask("SETUP", address("g1") + "/trackID=0", TCP, "Require: onvif-replay")
                .session();
        viewer.ask(
                "PLAY",
                address("g1"),
                "Session: " + session,
                "Require: onvif-replay",
                "Rate-Control: no",
                "Range: clock=20261126T080010Z-20261126T080011Z");
        List<RawViewer.Packet> packets = viewer.packetsUntilGoodbye();
        assertThat(packets.get(0).replayTime()).isBefore(InMemoryRecordings.START.plusMillis(10_001));
        Instant newest = packets.stream()
                .map(RawViewer.Packet::replayTime)
                .filter(Objects::nonNull)
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(Duration.between(newest, InMemoryRecordings.START.plusMillis(10_960))
                        .abs())
                .isLessThan(Duration.ofMillis(1));
        assertThat(viewer.ask("OPTIONS", address("g1"), "Require: other").status())
                .isEqualTo(551);
    }

    @Test
    void whatIsWithdrawnEndsAtOnce() throws IOException {
        RawViewer viewer = viewer();
        String session = setUp(viewer);
        viewer.ask("PLAY", address("g1"), "Session: " + session, "Scale: 4");
        viewer.packets(5);
        recordings.withdraw();
        assertThat(viewer.closedWithin(20_000)).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> recordings.open() == 0);
    }

    @Test
    @Tag("slow")
    void ffmpegPlaysARange() throws Exception {
        Process process = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "warning",
                        "-rtsp_transport",
                        "tcp",
                        "-i",
                        address("g1"),
                        "-t",
                        "3",
                        "-f",
                        "null",
                        "-")
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.exitValue()).isZero();
        await().atMost(Duration.ofSeconds(10)).until(() -> recordings.open() == 0);
    }

    private static Instant clock(String range) {
        String text = range.substring("clock=".length(), range.indexOf('-'));
        return Instant.parse(
                text.replaceAll("(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d.*)", "$1-$2-$3T$4:$5:$6"));
    }

    private String setUp(RawViewer viewer) throws IOException {
        return viewer.ask("SETUP", address("g1") + "/trackID=0", TCP).session();
    }

    private RawViewer viewer() throws IOException {
        RawViewer viewer = new RawViewer(server.address());
        viewers.add(viewer);
        return viewer;
    }

    private String address(String grant) {
        return "rtsp://127.0.0.1:" + server.address().getPort() + "/play/" + grant + "/" + id + "?ticket=good";
    }
}
