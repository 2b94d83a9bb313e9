package org.sharpeyes.relay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vectors of RFC 3711 appendix B and RFC 7714 §16, §17, and what a forger or an echo gets. */
class SrtpTest {
    private static final String GCM_KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String GCM_SALT = "517569642070726f2071756f";

    @Test
    void theKeyStreamIsThatOfRfc3711() {
        SrtpCipher cipher = new SrtpCipher(new SrtpKeys(
                SrtpProfile.AES128_CM_HMAC_SHA1_80,
                hex("2B7E151628AED2A6ABF7158809CF4F3C"),
                new byte[20],
                hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD")));
        byte[] packet = new byte[12 + 48 + 10];
        assertThat(cipher.protectRtp(packet, 12, 12 + 48, 0, 0)).isEqualTo(packet.length);
        assertThat(Arrays.copyOfRange(packet, 12, 60))
                .isEqualTo(hex("E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"
                        + "41E95B3BB0A2E8DD477901E4FCA894C0"));
    }

    @Test
    void sessionKeysAreThoseOfRfc3711() {
        byte[] key = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
        byte[] salt = hex("0EC675AD498AFEEBB6960B3AABE6");
        assertThat(SrtpKeys.derive(key, salt, 0, 16)).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(SrtpKeys.derive(key, salt, 2, 14)).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(SrtpKeys.derive(key, salt, 1, 20)).isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    @Test
    void aPacketUnderGcmIsThatOfRfc7714() {
        byte[] clear = hex("8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465"
                + "732074726573");
        byte[] packet = Arrays.copyOf(clear, clear.length + 16);
        SrtpCipher cipher = gcm();
        assertThat(cipher.protectRtp(packet, 12, clear.length, 0x5501a0b2, 0xf17b))
                .isEqualTo(packet.length);
        assertThat(packet)
                .isEqualTo(hex("8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d1"
                        + "9b36de3adf8833899d7f27beb16a9152cf765ee4390cce"));
        assertThat(cipher.unprotectRtp(packet, 12, packet.length, 0x5501a0b2, 0xf17b))
                .isEqualTo(clear.length);
        assertThat(Arrays.copyOf(packet, clear.length)).isEqualTo(clear);
    }

    @Test
    void aReportUnderGcmIsThatOfRfc7714() {
        byte[] clear = hex("81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61"
                + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
        byte[] packet = Arrays.copyOf(clear, clear.length + 20);
        SrtpCipher cipher = gcm();
        assertThat(cipher.protectRtcp(packet, clear.length, 0x4d617273, 0x5d4)).isEqualTo(packet.length);
        assertThat(packet)
                .isEqualTo(hex("81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda"
                        + "4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4"));
        assertThat(cipher.unprotectRtcp(packet, packet.length, 0x4d617273)).isEqualTo(clear.length);
        assertThat(Arrays.copyOf(packet, clear.length)).isEqualTo(clear);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void everyFlippedBitIsFound(SrtpProfile profile) {
        SrtpMaster master = master(profile);
        byte[] report = protectedReport(master, 1)[0];
        for (int bit = 0; bit < report.length * 8; bit++) {
            byte[] forged = report.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(new SrtpSession(master).unprotectRtcp(forged, forged.length))
                    .as("bit %d", bit)
                    .isNegative();
        }
        assertThat(new SrtpSession(master).unprotectRtcp(report, report.length)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void anEchoIsRefusedAndALateOneIsNot(SrtpProfile profile) {
        SrtpMaster master = master(profile);
        byte[][] reports = protectedReport(master, 100);
        SrtpSession session = new SrtpSession(master);
        for (int i : new int[] {1, 0, 3, 2, 70}) {
            assertThat(session.unprotectRtcp(reports[i].clone(), reports[i].length))
                    .isPositive();
        }
        // Seen, out of the window, and late but new.
        assertThat(session.unprotectRtcp(reports[70].clone(), reports[70].length))
                .isNegative();
        assertThat(session.unprotectRtcp(reports[3].clone(), reports[3].length)).isNegative();
        assertThat(session.unprotectRtcp(reports[4].clone(), reports[4].length)).isNegative();
        assertThat(session.unprotectRtcp(reports[40].clone(), reports[40].length))
                .isPositive();
        assertThat(session.refused()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void whateverIsTooShortIsRefused(SrtpProfile profile) {
        SrtpSession session = new SrtpSession(master(profile));
        for (int length = 0; length < 40; length++) {
            assertThat(session.unprotectRtcp(new byte[64], length)).isNegative();
        }
    }

    @Test
    void masterKeysAreNeverPrinted() {
        assertThat(master(SrtpProfile.AEAD_AES_128_GCM)).hasToString("SrtpMaster[AEAD_AES_128_GCM]");
    }

    /** Reports as the peer of {@code master} sends them. */
    private static byte[][] protectedReport(SrtpMaster master, int count) {
        SrtpSession peer = new SrtpSession(new SrtpMaster(
                master.profile(), master.receiveKey(), master.receiveSalt(), master.sendKey(), master.sendSalt()));
        byte[][] reports = new byte[count][];
        for (int i = 0; i < count; i++) {
            byte[] report = Arrays.copyOf(hex("80c9000112345678"), 64);
            reports[i] = Arrays.copyOf(report, peer.protectRtcp(report, 8));
        }
        return reports;
    }

    private static SrtpMaster master(SrtpProfile profile) {
        byte[] material = new byte[SrtpMaster.materialBytes(profile)];
        new Random(7).nextBytes(material);
        return SrtpMaster.ofServer(profile, material);
    }

    private static SrtpCipher gcm() {
        return new SrtpCipher(new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, hex(GCM_KEY), new byte[0], hex(GCM_SALT)));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
