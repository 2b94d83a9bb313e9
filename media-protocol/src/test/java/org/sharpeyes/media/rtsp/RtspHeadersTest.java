package org.sharpeyes.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Header values as RFC 2326 has them, and as cameras send them. */
class RtspHeadersTest {
    private static Transport transport(String text) {
        return Transport.parseAll(text).get(0);
    }

    @Test
    void transportGoesRoundAsText() {
        String text = "RTP/AVP/TCP;unicast;interleaved=2-3;ssrc=0A0B0C0D";
        assertThat(transport(text).text()).isEqualTo(text);
        assertThat(transport("RTP/AVP;unicast;client_port=5000-5001;server_port=6000-6001")
                        .text())
                .isEqualTo("RTP/AVP;unicast;client_port=5000-5001;server_port=6000-6001");
    }

    @Test
    void alternativesKeepTheirOrder() {
        List<Transport> all = Transport.parseAll("RTP/SAVP/UDP;unicast;client_port=1-2,x/y;z,RTP/AVP/TCP");
        assertThat(all).hasSize(2);
        assertThat(all.get(0).secure()).isTrue();
        assertThat(all.get(1).lower()).isEqualTo(Transport.Lower.TCP);
    }

    @Test
    void blanksInTheSsrcDoNotMatter() {
        assertThat(transport("RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=   4F2A").ssrc())
                .hasValue(0x4F2AL);
        assertThat(transport("RTP/AVP/TCP;ssrc=0x1").ssrc()).hasValue(1L);
        assertThat(transport("RTP/AVP/TCP;ssrc=zz").ssrc()).isEmpty();
    }

    @Test
    void oneChannelMeansTheNextToo() {
        assertThat(transport("RTP/AVP/TCP;interleaved=4").interleaved()).hasValue(new Transport.Pair(4, 5));
        assertThat(transport("RTP/AVP/TCP;interleaved=300-301").interleaved()).isEmpty();
        assertThat(transport("RTP/AVP;client_port=99999999999").clientPort()).isEmpty();
    }

    @Test
    void sessionIdsComeWithAndWithoutTimeout() {
        assertThat(SessionHeader.parse("12345678;timeout=30"))
                .hasValue(new SessionHeader("12345678", Optional.of(Duration.ofSeconds(30))));
        assertThat(SessionHeader.parse(" abc ; Timeout = x")).hasValue(new SessionHeader("abc", Optional.empty()));
        assertThat(SessionHeader.parse("a;timeout=0").orElseThrow().timeout()).isEmpty();
        assertThat(SessionHeader.parse(";timeout=1")).isEmpty();
        assertThat(SessionHeader.parse("a".repeat(300))).isEmpty();
    }

    @Test
    void rtpInfoIsReadWhateverItClaims() {
        List<RtpInfo> infos = RtpInfo.parseAll("url=rtsp://a/b/trackID=0;seq=1;rtptime=0, url=x;seq=70000;rtptime=-3");
        assertThat(infos.get(0).seq()).hasValue(1);
        assertThat(infos.get(0).rtpTime()).hasValue(0L);
        assertThat(infos.get(1).seq()).isEmpty();
        assertThat(infos.get(1).rtpTime()).isEmpty();
    }

    @Test
    void rangesGoRoundAsText() {
        for (String text : List.of(
                "npt=0.000-", "npt=now-", "npt=1.500-20.000", "clock=20261123T101112.500Z-20261123T101113.000Z")) {
            assertThat(RtspRange.parse(text).orElseThrow().text()).isEqualTo(text);
        }
        assertThat(RtspRange.parse("clock=20261123T101112Z-"))
                .hasValue(new RtspRange.Clock(Instant.parse("2026-11-23T10:11:12Z"), Optional.empty()));
        assertThat(RtspRange.parse("npt=00:01:02.5-"))
                .hasValue(new RtspRange.Npt(Optional.of(Duration.ofMillis(62_500)), Optional.empty()));
        assertThat(RtspRange.parse("smpte=1-")).isEmpty();
        assertThat(RtspRange.parse("npt=x-")).isEmpty();
    }

    @Test
    void urlsLoseTheirUserAndKeepTheRest() {
        RtspUrl url =
                RtspUrl.parse("rtsp://admin:p@ss@Cam.example:8554/a/b?c=d#e").orElseThrow();
        assertThat(url.text()).isEqualTo("rtsp://cam.example:8554/a/b?c=d");
        assertThat(url).hasToString("rtsp://cam.example:8554/a/b");
        assertThat(RtspUrl.parse("rtsp://[fe80::1]:554/x").orElseThrow().text()).isEqualTo("rtsp://[fe80::1]/x");
        assertThat(RtspUrl.parse("http://a/b")).isEmpty();
        assertThat(RtspUrl.parse("rtsp://a:0/")).isEmpty();
        assertThat(RtspUrl.parse("rtsp:///x")).isEmpty();
        assertThat(RtspUrl.parse("rtsp://a/b c")).isEmpty();
    }

    @Test
    void nothingCanBeSmuggledIntoAHeader() {
        assertThatIllegalArgumentException().isThrownBy(() -> RtspHeaders.of("A", "b\r\nC: d"));
        assertThatIllegalArgumentException().isThrownBy(() -> RtspHeaders.of("A b", "c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RtspRequest(RtspMethod.PLAY, "a\r\nb", RtspHeaders.empty()));
    }

    @Test
    void messagesPrintWithoutSecrets() {
        RtspRequest request = new RtspRequest(
                RtspMethod.PLAY, "rtsp://u:geheim@h/x?ticket=geheim", RtspHeaders.of("Authorization", "geheim"));
        assertThat(request.toString()).doesNotContain("geheim").contains("rtsp://h/x");
    }
}
