package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.media.digest.DigestAlgorithm;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedVideo;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;
import org.sharpeyes.relay.netty.RawViewer.Answer;
import org.sharpeyes.relay.playback.MediaSource;
import org.sharpeyes.relay.wall.WallScreen;
import org.sharpeyes.relay.wall.WallWindow;
import org.sharpeyes.relay.wall.WallWindows;

/** Hardware decoders on the wall, on real sockets. */
class WallTest {
    private static final String TCP = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1";
    private static final WallWindow WINDOW = new WallWindow("hall", 1);

    private final Cameras cameras = new Cameras();
    private final OpenDoor door = new OpenDoor();
    private final List<RawViewer> viewers = new ArrayList<>();
    private WallWindows wall;
    private RelayServer server;

    @BeforeEach
    void start() throws IOException {
        wall = new WallWindows(List.of(
                new WallScreen("hall", InetAddress.getByName("127.0.0.1"), "duty"),
                new WallScreen("else", InetAddress.getByName("127.0.0.9"), "duty")));
        server = RelayServer.start(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0),
                RelaySettings.defaults(),
                cameras,
                MediaSource.none(),
                wall,
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
        cameras.close();
    }

    @Test
    void aSwitchKeepsTheSessionAndTheNumbersRunOnFromAKeyFrame() throws IOException {
        wall.show(WINDOW, small());
        Decoder decoder = new Decoder("duty");
        assertThat(decoder.describe("hall").body()).contains("m=video").doesNotContain("m=audio");
        decoder.play();
        RawViewer.Packet last = decoder.viewer.packets(50).get(49);
        wall.show(WINDOW, small());
        int opened = cameras.opened;
        List<RawViewer.Packet> after = decoder.viewer.packets(200);
        int sequence = last.sequence();
        int timestamp = last.timestamp();
        for (RawViewer.Packet packet : after) {
            assertThat(packet.sequence()).isEqualTo(sequence + 1 & 0xFFFF);
            assertThat(packet.timestamp() - timestamp).isBetween(0, 90_000);
            assertThat(packet.bytes()).isLessThanOrEqualTo(1400);
            sequence = packet.sequence();
            timestamp = packet.timestamp();
        }
        assertThat(cameras.opened).isGreaterThanOrEqualTo(opened);
        assertThat(server.views().size()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> cameras.opened == 2);
    }

    @Test
    void anotherSizeDisconnectsTheDecoderWhichThenGetsIt() throws IOException {
        wall.show(WINDOW, small());
        Decoder decoder = new Decoder("duty");
        decoder.describe("hall");
        decoder.play();
        decoder.viewer.packets(10);
        wall.show(WINDOW, new StreamKey(new CameraId(UUID.randomUUID()), StreamProfile.SUB));
        assertThat(decoder.viewer.closedWithin(20_000)).isTrue();
        Decoder again = new Decoder("duty");
        again.describe("hall");
        again.play();
        again.viewer.packets(10);
    }

    @Test
    void onlyTheDecoderItselfLearnsThatAWindowExists() throws IOException {
        wall.show(WINDOW, small());
        wall.show(new WallWindow("else", 1), small());
        assertThat(new Decoder("grid").describe("hall").status()).isEqualTo(404);
        assertThat(new Decoder("duty").describe("else").status())
                .as("from another address")
                .isEqualTo(404);
        assertThat(new Decoder("duty").describe("none").status()).isEqualTo(404);
        RawViewer byTicket = viewer();
        assertThat(byTicket.ask("DESCRIBE", address("hall") + "?ticket=good").status())
                .isEqualTo(404);
        assertThat(viewer().ask("DESCRIBE", address("hall")).status()).isEqualTo(401);
    }

    @Test
    void anEmptyWindowHasNothingToDescribeYet() throws IOException {
        assertThat(new Decoder("duty").describe("hall").status()).isEqualTo(503);
    }

    private static StreamKey small() {
        return new StreamKey(new CameraId(UUID.randomUUID()), StreamProfile.MAIN);
    }

    private String address(String screen) {
        return "rtsp://127.0.0.1:" + server.address().getPort() + "/wall/" + screen + "/1";
    }

    private RawViewer viewer() throws IOException {
        RawViewer viewer = new RawViewer(server.address());
        viewers.add(viewer);
        return viewer;
    }

    /** Signs in by Digest, as decoders do. */
    private final class Decoder {
        private final RawViewer viewer = viewer();
        private final String account;
        private String uri = "";

        Decoder(String account) throws IOException {
            this.account = account;
        }

        Answer describe(String screen) throws IOException {
            uri = address(screen);
            viewer.ask("DESCRIBE", uri);
            return viewer.ask("DESCRIBE", uri, authorization("DESCRIBE", uri));
        }

        void play() throws IOException {
            String session = viewer.ask("SETUP", uri + "/trackID=0", TCP, authorization("SETUP", uri + "/trackID=0"))
                    .session();
            Answer playing = viewer.ask("PLAY", uri, "Session: " + session, authorization("PLAY", uri));
            assertThat(playing.status()).isEqualTo(200);
        }

        private String authorization(String method, String about) {
            String nonce = viewer.nonce();
            String hash = DigestAlgorithm.MD5.passwordHash(account, "test", OpenDoor.PASSWORD);
            String request = DigestAlgorithm.MD5.hash(method + ":" + about);
            String response = DigestAlgorithm.MD5.hash(hash + ":" + nonce + ":" + request);
            return "Authorization: Digest username=\"" + account + "\", realm=\"test\", nonce=\"" + nonce + "\", uri=\""
                    + about + "\", response=\"" + response + "\"";
        }
    }

    /** Main streams are small, sub-streams are of another size. */
    private static final class Cameras implements CameraStreams, AutoCloseable {
        private final RecordedVideo small = RecordedVideo.load();
        private final RecordedVideo other = RecordedVideo.load("slices-160x120.h264");
        private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
        private volatile int opened;

        @Override
        public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
            opened++;
            RecordedVideo video = stream.profile() == StreamProfile.MAIN ? small : other;
            int ssrc = opened;
            TrackDescription sound = new TrackDescription(TrackDescription.Kind.AUDIO, 8, "PCMA", 8000, 1, null);
            owner.execute(() -> listener.opened(new StreamDescription(List.of(video.track(), sound))));
            int[] picture = {0, 0};
            var pacing = pacer.scheduleAtFixedRate(
                    () -> {
                        var packets = video.packets(picture[0], picture[1], picture[0] * 3600, ssrc);
                        picture[0]++;
                        picture[1] += packets.size();
                        owner.execute(() -> packets.forEach(packet -> {
                            listener.packet(0, packet);
                            packet.release();
                        }));
                    },
                    40,
                    40,
                    TimeUnit.MILLISECONDS);
            return new Upstream() {
                @Override
                public void requestKeyFrame() {
                    // The recording has its key frames where it has them.
                }

                @Override
                public void close() {
                    pacing.cancel(false);
                    owner.execute(() -> listener.closed(new UpstreamFailure(UpstreamFailure.Kind.CLOSED, "closed")));
                }
            };
        }

        @Override
        public void close() {
            pacer.shutdownNow();
        }
    }
}
