package org.sharpeyes.relay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;

/** What Chromium 156 offers, and what is made of it. */
class RtcOfferTest {
    private static final TrackDescription PCMA =
            new TrackDescription(TrackDescription.Kind.AUDIO, 8, "PCMA", 8000, 1, null);

    private final SecureRandom random = new SecureRandom();

    @Test
    void picturesAndSoundAreAgreedOn() throws Exception {
        RtcOffer offer = RtcOffer.parse(chromium());
        RtcAnswer answer = RtcAnswer.agree(
                        offer, new StreamDescription(List.of(video("H264", "profile-level-id=64001f"), PCMA)), random)
                .orElseThrow();
        assertThat(answer.tracks()).hasSize(2);
        RtcTrack picture = answer.tracks().get(0);
        assertThat(picture.video()).isTrue();
        assertThat(picture.repairs()).isTrue();
        assertThat(picture.delayExtension()).isPositive();
        assertThat(answer.tracks().get(1).payloadType()).isEqualTo(8);
        String text = answer.text(
                new IceCredentials("ours", "a password of ours12345".replace(" ", "/")),
                "sha-256 AA:BB",
                List.of(InetAddress.getByName("192.0.2.7")),
                8556);
        assertThat(text)
                .contains("a=ice-lite\r\n", "a=group:BUNDLE 0 1\r\n", "a=setup:passive\r\n", "a=sendonly\r\n")
                .contains("a=rtpmap:" + picture.payloadType() + " H264/90000\r\n")
                .contains("packetization-mode=1")
                .contains(
                        " udp ", "192.0.2.7 8556 typ host\r\n", " tcp ", "192.0.2.7 8556 typ host tcptype passive\r\n")
                .contains("a=ssrc-group:FID ");
    }

    @Test
    void soundThatBrowsersLackIsLeftOut() throws Exception {
        RtcOffer offer = RtcOffer.parse(chromium());
        TrackDescription aac =
                new TrackDescription(TrackDescription.Kind.AUDIO, 97, "MPEG4-GENERIC", 16000, 1, "config=1408");
        RtcAnswer answer = RtcAnswer.agree(offer, new StreamDescription(List.of(video("H264", null), aac)), random)
                .orElseThrow();
        assertThat(answer.tracks()).hasSize(1);
        assertThat(answer.text(
                        new IceCredentials("ours", "aaaaaaaaaaaaaaaaaaaaaaaa"),
                        "sha-256 AA",
                        List.of(InetAddress.getLoopbackAddress()),
                        1))
                .contains("a=group:BUNDLE 0\r\n")
                .containsPattern("m=audio 0 .*\r\nc=.*\r\na=inactive\r\na=mid:1\r\n");
    }

    @Test
    void aCodecThatWasNotOfferedIsNotAgreedOn() throws Exception {
        RtcOffer offer = RtcOffer.parse(chromium());
        assertThat(RtcAnswer.agree(offer, new StreamDescription(List.of(video("H265", null))), random))
                .isEmpty();
    }

    @Test
    void aBadOfferSaysWhatIsWrong() throws IOException {
        String good = chromium();
        assertThatThrownBy(() -> RtcOffer.parse("")).hasMessageContaining("0 m= sections");
        assertThatThrownBy(() -> RtcOffer.parse(good.replaceAll("a=fingerprint:.*", "")))
                .hasMessageContaining("fingerprint");
        assertThatThrownBy(() -> RtcOffer.parse(good.replaceAll("a=ice-pwd:.*", "a=ice-pwd:short")))
                .hasMessageContaining("ice-pwd: 5 characters");
        assertThatThrownBy(() -> RtcOffer.parse(good.replace("a=setup:actpass", "a=setup:passive")))
                .hasMessageContaining("a=setup:passive");
        assertThatThrownBy(() -> RtcOffer.parse(good.replace("a=recvonly", "a=sendonly")))
                .hasMessageContaining("received");
        assertThatThrownBy(() -> RtcOffer.parse(good + "a=x\r\n".repeat(9000))).hasMessageContaining("at most 32768");
    }

    @Test
    void damagedOffersAreRefusedOrAnsweredWithoutStrangeLines() throws Exception {
        byte[] good = chromium().getBytes(StandardCharsets.UTF_8);
        Random choice = new Random(20261126);
        StreamDescription stream = new StreamDescription(List.of(video("H264", null), PCMA));
        for (int round = 0; round < 300; round++) {
            byte[] damaged = good.clone();
            for (int i = 0; i <= choice.nextInt(8); i++) {
                damaged[choice.nextInt(damaged.length)] = (byte) choice.nextInt(256);
            }
            try {
                RtcAnswer.agree(RtcOffer.parse(new String(damaged, StandardCharsets.ISO_8859_1)), stream, random)
                        .ifPresent(answer -> assertThat(answer.text(
                                        new IceCredentials("ours", "aaaaaaaaaaaaaaaaaaaaaaaa"),
                                        "sha-256 AA",
                                        List.of(InetAddress.getLoopbackAddress()),
                                        1))
                                .matches("([vostcam]=[ -~]*\r\n)+"));
            } catch (RtcOffer.BadOffer refused) {
                assertThat(refused).hasMessageStartingWith("offer: ");
            }
        }
    }

    private static TrackDescription video(String encoding, @org.jspecify.annotations.Nullable String format) {
        return new TrackDescription(TrackDescription.Kind.VIDEO, 96, encoding, 90_000, 1, format);
    }

    static String chromium() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RtcOfferTest.class.getResourceAsStream("/webrtc/chromium-156.sdp"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
