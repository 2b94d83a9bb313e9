package org.sharpeyes.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sharpeyes.media.video.VideoCodec;

class SessionDescriptionTest {
    private static final String CAMERA = "v=0\r\no=- 1109162014219182 0 IN IP4 0.0.0.0\r\ns=HIK Media Server V3.0.2\r\n"
            + "c=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n"
            + "m=video 0 RTP/AVP 96\r\nb=AS:5000\r\na=rtpmap:96 H264/90000\r\n"
            + "a=fmtp:96 profile-level-id=4D0014;packetization-mode=0;sprop-parameter-sets=Z00AH+kAoAt2AtQEBAUAAAMAAQAAAwAUjxgx,aO48gA==\r\n"
            + "a=control:trackID=video\r\nm=audio 0 RTP/AVP 8\r\na=control:trackID=audio\r\n"
            + "m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\na=control:trackID=application\r\n"
            + "m=audio 0 RTP/AVP 0\r\na=sendonly\r\n";

    @Test
    void aCameraIsUnderstood() throws SdpException {
        SessionDescription sdp = SessionDescription.parse(CAMERA);
        MediaDescription video = sdp.firstOf("video").orElseThrow();
        assertThat(sdp.attribute("control")).hasValue("*");
        assertThat(video.rtpMap()).hasValue(new RtpMap(96, "H264", 90_000, 1));
        assertThat(VideoCodec.of(video)).hasValue(VideoCodec.H264);
        assertThat(video.formatParameters())
                .containsEntry("packetization-mode", "0")
                .containsKey("sprop-parameter-sets");
        assertThat(sdp.media().get(1).rtpMap()).as("static, RFC 3551").hasValue(new RtpMap(8, "PCMA", 8000, 1));
        assertThat(sdp.media().get(2).rtpMap().orElseThrow().encoding()).isEqualTo("VND.ONVIF.METADATA");
        assertThat(sdp.media().get(3).isSendOnly()).isTrue();
    }

    @Test
    void whatIsWrittenIsRead() throws SdpException {
        SessionDescription sdp = SessionDescription.parse(CAMERA);
        assertThat(SessionDescription.parse(sdp.text())).isEqualTo(sdp);
    }

    @Test
    void blanksInTheMapAndBareLineFeedsDoNotMatter() throws SdpException {
        SessionDescription sdp =
                SessionDescription.parse("m=video 0 RTP/AVP 97\n a=rtpmap:97  H265 / 90000 \na=control: track1 \n");
        MediaDescription video = sdp.media().get(0);
        assertThat(video.rtpMap()).hasValue(new RtpMap(97, "H265", 90_000, 1));
        assertThat(video.control()).hasValue("track1");
    }

    @Test
    void absurdMapsAreNoMaps() throws SdpException {
        for (String map :
                List.of("96 H264/0", "96 H264/-1", "96 H264/99999999999", "300 H264/90000", "H264/90000", "96")) {
            SessionDescription sdp = SessionDescription.parse("m=video 0 RTP/AVP 96\r\na=rtpmap:" + map + "\r\n");
            assertThat(sdp.media().get(0).rtpMap()).as(map).isEmpty();
        }
    }

    @Test
    void bombsAreRefused() {
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse("m=video 0 RTP/AVP 96\r\n".repeat(10_000)));
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse("a=x:" + "y".repeat(1 << 20)));
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse("a=" + "y".repeat(70_000)));
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse("a=b:c\r\n".repeat(300)));
    }

    @Test
    void emptyAndOddTextsGiveEmptyDescriptions() throws SdpException {
        for (String text : List.of("", "\r\n", "hello", "m=", "m=video", "a=", "a=:x", "=")) {
            assertThat(SessionDescription.parse(text).media()).isEmpty();
        }
    }

    @Test
    void controlsAreJoinedAsCamerasMeanIt() {
        Map<String, String> expected = Map.of(
                "*", "rtsp://h/a/",
                "", "rtsp://h/a/",
                "trackID=1", "rtsp://h/a/trackID=1",
                "/b/1", "rtsp://h/b/1",
                "rtsp://o/x", "rtsp://o/x");
        expected.forEach((control, url) ->
                assertThat(ControlUrl.resolve("rtsp://h/a/", control)).isEqualTo(url));
        assertThat(ControlUrl.resolve("rtsp://h/a?b=c", "trackID=1")).isEqualTo("rtsp://h/a?b=c/trackID=1");
        assertThat(ControlUrl.resolve("rtsp://h", "/t")).isEqualTo("rtsp://h/t");
    }
}
