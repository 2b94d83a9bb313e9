package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.CameraStreams;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedVideo;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.Upstream;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.UpstreamListener;

/** R10: what a broken or crafted camera sends costs its own pictures at most; nobody else notices, nothing grows. */
class HostileCameraTest {
    private static final String TCP = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1";
    private static final int SSRC = 0x1001;

    /** What comes between the pictures of a good camera. */
    enum Attack {
        FU_THAT_NEVER_ENDS(n -> rtp(96, n, 5, SSRC, bytes(1400, 0x7C, n == 0 ? 0x85 : 0x05))),
        FU_WITHOUT_START(n -> rtp(96, n, 6, SSRC, bytes(900, 0x7C, 0x05))),
        STAP_WHOSE_LENGTHS_LIE(n -> rtp(96, n, 7, SSRC, bytes(40, 0x78, 0xFF, 0xFF, 0x65))),
        EMPTY_PAYLOAD(n -> rtp(96, n, 8, SSRC, new byte[0])),
        EXTENSION_WHOSE_LENGTH_LIES(n -> raw(0x90, 96, n, 9, SSRC, bytes(20, 0xBE, 0xDE, 0xFF, 0xFF))),
        PADDING_LONGER_THAN_THE_PACKET(n -> raw(0xA0, 96, n, 9, SSRC, bytes(8, 0x65, 1, 1, 1, 1, 1, 1, 0xFF))),
        CSRCS_BEYOND_THE_END(n -> raw(0x8F, 96, n, 9, SSRC, bytes(4, 0x65))),
        WRONG_VERSION(n -> raw(0x40, 96, n, 9, SSRC, bytes(100, 0x65))),
        ANOTHER_SOURCE(n -> rtp(96, n, 10, 0xBAD, bytes(100, 0x65, 0x88))),
        TIME_STAMPS_THAT_JUMP(n -> rtp(96, n, n * 0x3fffffff, SSRC, bytes(60, 0x41, 0x9A))),
        SEQUENCE_NUMBERS_THAT_JUMP(n -> rtp(96, n * 7919, 12, SSRC, bytes(60, 0x41, 0x9A))),
        UNKNOWN_NAL_TYPES(n -> rtp(96, n, 13, SSRC, bytes(100, 0x60 | 31, 0))),
        NOTHING_AT_ALL(n -> Unpooled.EMPTY_BUFFER),
        ONE_BYTE(n -> Unpooled.wrappedBuffer(new byte[] {(byte) 0x80}));

        private final Function<Integer, ByteBuf> packet;

        Attack(Function<Integer, ByteBuf> packet) {
            this.packet = packet;
        }
    }

    private final Cameras cameras = new Cameras();
    private final OpenDoor door = new OpenDoor();
    private RelayServer server;

    @BeforeEach
    void start() throws IOException {
        server = RelayServer.start(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0),
                RelaySettings.defaults(),
                cameras,
                door,
                door,
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close();
        cameras.close();
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void r10AHostileCameraCostsItsOwnPicturesAtMost(Attack attack) throws Exception {
        cameras.attack = attack;
        CameraId hostile = new CameraId(UUID.randomUUID());
        CameraId good = new CameraId(UUID.randomUUID());
        try (RawViewer victim = play(hostile, StreamProfile.MAIN);
                RawViewer neighbour = play(good, StreamProfile.SUB)) {
            victim.packets(60);
            List<RawViewer.Packet> clean = neighbour.packets(100);
            for (int i = 1; i < clean.size(); i++) {
                assertThat(clean.get(i).sequence()).isEqualTo(clean.get(i - 1).sequence() + 1 & 0xFFFF);
            }
        }
        for (StreamSnapshot stream : server.snapshot().toCompletableFuture().get(5, TimeUnit.SECONDS)) {
            assertThat(stream.gopCacheBytes()).isLessThanOrEqualTo(4 << 20);
            assertThat(stream.state()).isEqualTo(StreamSnapshot.State.LIVE);
        }
    }

    private RawViewer play(CameraId camera, StreamProfile profile) throws IOException {
        RawViewer viewer = new RawViewer(server.address());
        String address = "rtsp://127.0.0.1:" + server.address().getPort() + "/live/" + new StreamKey(camera, profile)
                + "?ticket=good";
        String session = viewer.ask("SETUP", address + "/trackID=0", TCP).session();
        assertThat(viewer.ask("PLAY", address, "Session: " + session).status()).isEqualTo(200);
        return viewer;
    }

    private static ByteBuf rtp(int type, int sequence, int timestamp, int ssrc, byte[] payload) {
        return raw(0x80, type, sequence, timestamp, ssrc, payload);
    }

    private static ByteBuf raw(int first, int type, int sequence, int timestamp, int ssrc, byte[] payload) {
        return Unpooled.buffer()
                .writeByte(first)
                .writeByte(type)
                .writeShort(sequence)
                .writeInt(timestamp)
                .writeInt(ssrc)
                .writeBytes(payload);
    }

    private static byte[] bytes(int length, int... start) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < Math.min(length, start.length); i++) {
            bytes[i] = (byte) start[i];
        }
        return bytes;
    }

    /** Main streams are attacked, sub-streams are not. */
    private static final class Cameras implements CameraStreams, AutoCloseable {
        private final RecordedVideo video = RecordedVideo.load();
        private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
        private volatile Attack attack = Attack.NOTHING_AT_ALL;

        @Override
        public Upstream open(StreamKey stream, Executor owner, UpstreamListener listener) {
            owner.execute(() -> listener.opened(new StreamDescription(List.of(video.track()))));
            int[] state = {0, 0};
            boolean hostile = stream.profile() == StreamProfile.MAIN;
            var pacing = pacer.scheduleAtFixedRate(
                    () -> owner.execute(() -> picture(listener, state, hostile)), 20, 20, TimeUnit.MILLISECONDS);
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

        private void picture(UpstreamListener listener, int[] state, boolean hostile) {
            if (hostile) {
                for (int i = 0; i < 20; i++) {
                    ByteBuf bad = attack.packet.apply(state[0] * 20 + i);
                    listener.packet(0, bad);
                    bad.release();
                }
            }
            List<ByteBuf> packets = video.packets(state[0], state[1], state[0] * 3600, SSRC);
            state[0]++;
            state[1] += packets.size();
            packets.forEach(packet -> {
                listener.packet(0, packet);
                packet.release();
            });
        }

        @Override
        public void close() {
            pacer.shutdownNow();
        }
    }
}
