package org.sharpeyes.relay.webrtc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RecordedCamera;
import org.sharpeyes.relay.RecordedVideo;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.relay.webrtc.RtcClient;
import org.sharpeyes.relay.webrtc.RtcOpening;
import org.sharpeyes.relay.webrtc.SrtpProfile;
import org.sharpeyes.relay.webrtc.WebRtcSettings;

/** Sessions on real sockets, with a browser of our own. */
@Tag("slow")
class WebRtcServerTest {
    private static final int WAIT_MILLIS = 10_000;

    private final RecordedCamera camera = new RecordedCamera();
    private final StreamKey stream = new StreamKey(new CameraId(UUID.randomUUID()), StreamProfile.SUB);
    private final UserId user = UserId.random();
    private RelayServer relay;
    private WebRtcServer server;

    @BeforeEach
    void start() throws IOException {
        OpenDoor door = new OpenDoor();
        relay = RelayServer.start(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0).withLimits(100, 100, 3),
                RelaySettings.defaults(),
                camera,
                door,
                door,
                InstantSource.system());
        restart(WebRtcSettings.defaults().withListener("127.0.0.1", 0));
    }

    private void restart(WebRtcSettings settings) throws IOException {
        if (server != null) {
            server.close();
        }
        server = WebRtcServer.start(settings, RelaySettings.defaults(), relay, InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close();
        relay.close();
        camera.close();
    }

    @ParameterizedTest
    @CsvSource({"AEAD_AES_128_GCM, false", "AES128_CM_HMAC_SHA1_80, false", "AEAD_AES_128_GCM, true"})
    void everyPictureArrivesAsItWas(SrtpProfile profile, boolean overTcp) throws Exception {
        try (RtcClient client = new RtcClient(profile)) {
            client.reach(opened(client).answer(), overTcp);
            assertThat(client.check()).isTrue();
            client.secure();
            List<String> source = sourcePictures();
            List<String> shown = pictures(client, 12);
            int first = source.indexOf(shown.get(0));
            assertThat(first).isNotNegative();
            for (int i = 0; i < shown.size(); i++) {
                assertThat(shown.get(i)).as("picture %d", i).isEqualTo(source.get((first + i) % source.size()));
            }
            assertThat(relay.snapshot().toCompletableFuture().join().get(0).viewers())
                    .singleElement()
                    .satisfies(viewer -> assertThat(viewer.transport()).isEqualTo("whep"));
        }
    }

    @Test
    void lostPacketsAreSentAgainOnce() throws Exception {
        try (RtcClient client = playing()) {
            RtcClient.Packet lost = packet(client);
            int head = RtpHeader.payloadIndex(lost.bytes()) - lost.bytes().readerIndex();
            // A receiver asks when the next packets have come: not in the same instant.
            packet(client);
            packet(client);
            TimeUnit.MILLISECONDS.sleep(30);
            for (int i = 0; i < 3; i++) {
                client.control(nack(lost));
            }
            // What was sent before the wish came is read first; then what may have come too often.
            List<RtcClient.Packet> again = new ArrayList<>();
            for (int i = 0, after = 0; i < 400 && after < 40; i++) {
                RtcClient.Packet next = packet(client);
                if (next.payloadType() != lost.payloadType()) {
                    again.add(next);
                }
                after += again.isEmpty() ? 0 : 1;
            }
            assertThat(again).hasSize(1);
            RtcClient.Packet repair = again.get(0);
            int at = RtpHeader.payloadIndex(repair.bytes());
            assertThat(repair.bytes().getUnsignedShort(at)).isEqualTo(lost.sequence());
            assertThat(repair.bytes().slice(at + 2, repair.bytes().writerIndex() - at - 2))
                    .isEqualTo(lost.bytes().slice(head, lost.bytes().readableBytes() - head));
        }
    }

    @Test
    void aWishForAKeyFrameIsGrantedFromWhatIsKept() throws Exception {
        try (RtcClient client = playing()) {
            // Through the pictures of the start, whose times are drawn together, to one that is live.
            RtcClient.Packet live = packet(client);
            while (!hasItsOwnTime(live)) {
                live = packet(client);
            }
            client.control(ByteBuffer.allocate(12)
                    .putInt(0x81ce0002)
                    .putInt(1)
                    .putInt(live.ssrc())
                    .array());
            boolean again = false;
            for (int i = 0; i < 400 && !again; i++) {
                RtcClient.Packet next = packet(client);
                again = startsWithSets(next) && !hasItsOwnTime(next);
            }
            assertThat(again).isTrue();
        }
    }

    @Test
    void aRevokedTicketEndsTheSessionWithAGoodbye() throws Exception {
        try (RtcClient client = playing()) {
            packet(client);
            assertThat(relay.revokeTicket("ticket")).isEqualTo(1);
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                client.next(200);
                return client.saidGoodbye();
            });
            assertThat(server.sessions()).isZero();
            assertThat(relay.views().size()).isZero();
            assertThat(client.check()).isFalse();
        }
    }

    @Test
    void aBrowserMayEndItsSession() throws Exception {
        try (RtcClient client = new RtcClient(SrtpProfile.AEAD_AES_128_GCM)) {
            RtcOpening.Opened opened = opened(client);
            assertThat(server.end("0".repeat(40))).isFalse();
            assertThat(server.end(opened.sessionId())).isTrue();
            await().atMost(Duration.ofSeconds(5)).until(() -> server.sessions() == 0);
            assertThat(server.end(opened.sessionId())).isFalse();
        }
    }

    @Test
    void aWrongPasswordOrCertificateGetsNothing() throws Exception {
        try (RtcClient client = new RtcClient(SrtpProfile.AEAD_AES_128_GCM)) {
            client.reach(opened(client).answer(), false);
            assertThat(client.check(true, "a password that is not ours")).isFalse();
            assertThat(client.check()).isTrue();
            assertThatThrownBy(client::secureAsSomebodyElse).isInstanceOf(IOException.class);
            await().atMost(Duration.ofSeconds(5)).until(() -> server.sessions() == 0);
        }
    }

    @Test
    void anAddressThatWasNotCheckedIsNotHeard() throws Exception {
        try (RtcClient client = playing();
                RtcClient stranger = new RtcClient(SrtpProfile.AEAD_AES_128_GCM)) {
            stranger.reach(opened(stranger).answer(), false);
            assertThatThrownBy(() -> {
                        // DTLS without a check before: no answer, no handshake thread.
                        stranger.secure(1000);
                    })
                    .isInstanceOf(IOException.class);
            assertThat(client.next(WAIT_MILLIS)).isNotNull();
        }
    }

    @Test
    void whoDoesNotComeOrFallsSilentIsForgotten() throws Exception {
        restart(WebRtcSettings.defaults()
                .withListener("127.0.0.1", 0)
                .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        try (RtcClient never = new RtcClient(SrtpProfile.AEAD_AES_128_GCM)) {
            opened(never);
            await().atMost(Duration.ofSeconds(10)).until(() -> server.sessions() == 0);
        }
        restart(WebRtcSettings.defaults()
                .withListener("127.0.0.1", 0)
                .withTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(3)));
        try (RtcClient silent = playing()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> server.sessions() == 0);
            assertThat(silent.check()).isFalse();
        }
        assertThat(relay.views().size()).isZero();
    }

    @Test
    void thereAreNoMoreSessionsThanMayBe() throws Exception {
        try (RtcClient client = new RtcClient(SrtpProfile.AEAD_AES_128_GCM)) {
            for (int i = 0; i < 3; i++) {
                opened(client);
            }
            assertThat(open(client.offer())).isInstanceOf(RtcOpening.Busy.class);
            assertThat(server.sessions()).isEqualTo(3);
            restart(WebRtcSettings.defaults().withListener("127.0.0.1", 0).withMaxSessions(1));
            await().atMost(Duration.ofSeconds(5)).until(() -> relay.views().size() == 0);
            opened(client);
            assertThat(open(client.offer())).isInstanceOf(RtcOpening.Busy.class);
        }
    }

    @Test
    void anOfferThatMakesNoSenseIsRefusedWithTheReason() {
        assertThat(open("v=0\r\n")).isEqualTo(new RtcOpening.Refused("offer: 0 m= sections (expected: 1 to 8)"));
    }

    private static final class Pause extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private RtcOpening open(String offer) {
        return server.open(
                        new ViewerRequest(
                                stream, new ViewerCredential.TicketText("ticket"), InetAddress.getLoopbackAddress()),
                        new Admission.Admitted(user, "duty", "test", "ticket"),
                        offer,
                        InetAddress.getLoopbackAddress())
                .toCompletableFuture()
                .orTimeout(WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }

    private RtcOpening.Opened opened(RtcClient client) throws IOException {
        RtcOpening opening = open(client.offer());
        assertThat(opening).isInstanceOf(RtcOpening.Opened.class);
        return (RtcOpening.Opened) opening;
    }

    private RtcClient playing() throws IOException {
        RtcClient client = new RtcClient(SrtpProfile.AEAD_AES_128_GCM);
        client.reach(opened(client).answer(), false);
        assertThat(client.check()).isTrue();
        client.secure();
        return client;
    }

    private static RtcClient.Packet packet(RtcClient client) throws IOException {
        RtcClient.@Nullable Packet packet = client.next(WAIT_MILLIS);
        assertThat(packet).as("a packet in time").isNotNull();
        if (packet == null) {
            throw new Pause();
        }
        return packet;
    }

    private static byte[] nack(RtcClient.Packet lost) {
        return ByteBuffer.allocate(16)
                .putInt(0x81cd0003)
                .putInt(1)
                .putInt(lost.ssrc())
                .putInt(lost.sequence() << 16)
                .array();
    }

    /** The recorded camera begins at 77 and takes a picture each 3600 ticks. */
    private static boolean hasItsOwnTime(RtcClient.Packet packet) {
        return (RtpHeader.timestamp(packet.bytes()) - 77) % 3600 == 0;
    }

    /** Parameter sets, alone or together in one packet. */
    private static boolean startsWithSets(RtcClient.Packet packet) {
        int type = packet.bytes().getByte(RtpHeader.payloadIndex(packet.bytes())) & 0x1F;
        return type == 7 || type == 24;
    }

    private static List<String> pictures(RtcClient client, int count) throws IOException {
        List<String> pictures = new ArrayList<>();
        Set<Integer> timestamps = new HashSet<>();
        try (Depacketizer depacketizer = new Depacketizer(
                VideoCodec.H264, ParameterSets.none(VideoCodec.H264), UnpooledByteBufAllocator.DEFAULT)) {
            while (pictures.size() < count) {
                RtcClient.Packet packet = packet(client);
                timestamps.add(RtpHeader.timestamp(packet.bytes()));
                depacketizer.push(packet.bytes(), unit -> pictures.add(slices(unit)));
            }
        }
        assertThat(timestamps).hasSizeGreaterThanOrEqualTo(count);
        return pictures;
    }

    private static List<String> sourcePictures() {
        RecordedVideo video = RecordedVideo.load();
        List<String> pictures = new ArrayList<>();
        try (Depacketizer depacketizer = new Depacketizer(
                VideoCodec.H264, ParameterSets.none(VideoCodec.H264), UnpooledByteBufAllocator.DEFAULT)) {
            int sequence = 0;
            for (int i = 0; i < video.pictures(); i++) {
                for (var packet : video.packets(i, sequence, i * 3600, 1)) {
                    depacketizer.push(packet, unit -> pictures.add(slices(unit)));
                    packet.release();
                    sequence++;
                }
            }
        }
        return pictures;
    }

    /** The coded picture itself, without what stands around it. */
    private static String slices(AccessUnit unit) {
        StringBuilder text = new StringBuilder();
        unit.nalUnits().stream()
                .filter(nal -> VideoCodec.H264.isPictureData(VideoCodec.H264.nalType(nal.getByte(0))))
                .forEach(nal -> text.append(ByteBufUtil.hexDump(nal)).append(' '));
        unit.release();
        return text.toString();
    }
}
