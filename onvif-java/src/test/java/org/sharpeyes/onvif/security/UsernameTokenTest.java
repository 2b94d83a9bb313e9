package org.sharpeyes.onvif.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.sharpeyes.onvif.device.GetDeviceInformation;
import org.sharpeyes.onvif.security.UsernameTokenVerifier.Verdict;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.SoapEnvelope;
import org.sharpeyes.onvif.soap.SoapHeader;
import org.sharpeyes.onvif.soap.XmlLimits;
import org.sharpeyes.onvif.soap.XmlReader;

class UsernameTokenTest {
    private static final Instant NOON = Instant.parse("2026-05-03T12:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final byte[] NONCE = "sixteen bytes 01".getBytes(StandardCharsets.US_ASCII);

    private Instant deviceTime = NOON;
    private final UsernameTokenVerifier verifier = new UsernameTokenVerifier(() -> deviceTime, WINDOW, 2);

    private static byte[] nonce(int number) {
        return ("nonce number " + number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Worked example of the ONVIF Application Programmer's Guide §6.1. */
    @Test
    void theDigestIsThatOfTheProgrammersGuide() {
        byte[] nonce = Base64.getDecoder().decode("LKqI6G/AikKCQrN0zqZFlg==");
        assertThat(UsernameToken.digest(nonce, "2010-09-16T07:50:45Z", "userpassword"))
                .isEqualTo("tuOSpGlFlIXsozq4HFNeeGeFLEI=");
    }

    @Test
    void aTokenSurvivesTheWireAndIsAccepted() throws MalformedMessageException {
        UsernameToken token = UsernameToken.of("admin & co", "pä<ss", NOON, NONCE);
        byte[] request = GetDeviceInformation.OPERATION.request(new Nothing(), SoapHeader.of(token));
        UsernameToken received = SoapEnvelope.read(request, new XmlReader(XmlLimits.DEFAULT))
                .header()
                .token();
        assertThat(received).isEqualTo(token);
        assertThat(verifier.verify(token, "pä<ss")).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThat(verifier.verify(UsernameToken.of("admin", "guess", NOON, NONCE), "right"))
                .isEqualTo(Verdict.WRONG_PASSWORD);
    }

    @Test
    void x4AReplayedNonceIsRefused() {
        UsernameToken token = UsernameToken.of("admin", "right", NOON, NONCE);
        assertThat(verifier.verify(token, "right")).isEqualTo(Verdict.ACCEPTED);
        deviceTime = NOON.plusSeconds(4);
        assertThat(verifier.verify(token, "right")).isEqualTo(Verdict.REPLAYED);
    }

    @Test
    void x4ATimeTenMinutesOffIsRefusedOnEitherSide() {
        for (Duration drift : new Duration[] {Duration.ofMinutes(10), Duration.ofMinutes(-10)}) {
            UsernameToken token = UsernameToken.of("admin", "right", NOON.plus(drift), NONCE);
            assertThat(verifier.verify(token, "right")).isEqualTo(Verdict.STALE);
        }
    }

    @Test
    void x4TheDevicesOwnClockIsWhatCounts() {
        deviceTime = NOON.minus(Duration.ofDays(300));
        assertThat(verifier.verify(UsernameToken.of("admin", "right", deviceTime, NONCE), "right"))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void anUnreadableTimeOrNonceIsRefused() {
        UsernameToken good = UsernameToken.of("admin", "right", NOON, NONCE);
        assertThat(verifier.verify(new UsernameToken("admin", good.digest(), good.nonce(), "noon", false), "right"))
                .isEqualTo(Verdict.STALE);
        assertThat(verifier.verify(new UsernameToken("admin", good.digest(), "%%%", good.created(), false), "right"))
                .isEqualTo(Verdict.WRONG_PASSWORD);
    }

    @Test
    void aPasswordAsTextIsNeverAccepted() {
        assertThat(verifier.verify(new UsernameToken("admin", "", "", NOON.toString(), true), ""))
                .isEqualTo(Verdict.PLAIN_TEXT);
    }

    @Test
    void theMemoryOfNoncesIsBoundedAndForgetsWhatIsStaleAnyway() {
        assertThat(verifier.verify(UsernameToken.of("a", "right", NOON, nonce(1)), "right"))
                .isEqualTo(Verdict.ACCEPTED);
        assertThat(verifier.verify(UsernameToken.of("a", "right", NOON, nonce(2)), "right"))
                .isEqualTo(Verdict.ACCEPTED);
        assertThat(verifier.verify(UsernameToken.of("a", "right", NOON, nonce(3)), "right"))
                .isEqualTo(Verdict.TOO_MANY);
        deviceTime = NOON.plusSeconds(11);
        assertThat(verifier.verify(UsernameToken.of("a", "right", deviceTime, nonce(3)), "right"))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void neitherDigestNorNonceIsPrinted() {
        UsernameToken token = UsernameToken.of("admin", "right", NOON, NONCE);
        assertThat(token.toString()).doesNotContain(token.digest()).doesNotContain(token.nonce());
    }
}
