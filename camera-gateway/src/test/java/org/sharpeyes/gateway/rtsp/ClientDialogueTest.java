package org.sharpeyes.gateway.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharpeyes.gateway.rtsp.UpstreamFailure.Kind;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.rtsp.RtspHeaders;
import org.sharpeyes.media.rtsp.RtspMethod;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.media.rtsp.RtspResponse;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.media.rtsp.Transport;

/** What cameras answer, and what is asked of them then. */
class ClientDialogueTest {
    private static final String HOST = "rtsp://10.0.0.5";
    private static final String VIDEO = "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=1\r\n";
    private static final String AUDIO = "m=audio 0 RTP/AVP 8\r\na=control:trackID=2\r\n";
    private static final String DIGEST = "Digest realm=\"r\", nonce=\"n1\"";
    private static final String STALE = "Digest realm=\"r\", nonce=\"n2\", stale=\"TRUE\"";

    private final Recording actions = new Recording();
    private ClientDialogue dialogue = dialogue(UpstreamRequest.TransportChoice.TCP_THEN_UDP);

    private ClientDialogue dialogue(UpstreamRequest.TransportChoice transport) {
        return new ClientDialogue(
                new UpstreamRequest(
                        new InetSocketAddress("10.0.0.5", 554),
                        RtspUrl.parse(HOST + "/stream?profile=1").orElseThrow(),
                        Optional.of(new Credentials("admin", "geheim")),
                        transport),
                true,
                new SecureRandom(),
                actions);
    }

    private static final class Recording implements ClientDialogue.Actions {
        private final List<RtspRequest> sent = new ArrayList<>();
        private final List<Transport> tracks = new ArrayList<>();
        private @Nullable UpstreamDescription opened;
        private @Nullable UpstreamFailure failure;
        private boolean tornDown;

        @Override
        public void send(RtspRequest request) {
            sent.add(request);
        }

        @Override
        public OptionalInt openPorts(int track) {
            return OptionalInt.of(5000 + 2 * track);
        }

        @Override
        public void trackReady(int track, UpstreamTrack description, Transport answer) {
            tracks.add(answer);
        }

        @Override
        public void playSent() {}

        @Override
        public void opened(UpstreamDescription description) {
            opened = description;
        }

        @Override
        public void failed(UpstreamFailure cause) {
            failure = cause;
        }

        @Override
        public void tornDown() {
            tornDown = true;
        }
    }

    private RtspRequest last() {
        return actions.sent.get(actions.sent.size() - 1);
    }

    private void answer(int status, String body, String... headers) {
        RtspHeaders all = RtspHeaders.of(headers)
                .plus("CSeq", Integer.toString(last().cseq().orElseThrow()));
        dialogue.onResponse(new RtspResponse(status, all, body));
    }

    private Kind failure() {
        return Objects.requireNonNull(actions.failure, "no failure").kind();
    }

    private void play(String sdp, String... describeHeaders) {
        dialogue.start();
        answer(200, sdp, describeHeaders);
        while (last().method() == RtspMethod.SETUP) {
            answer(200, "", "Transport", last().headers().first("Transport").orElseThrow(), "Session", "S1;timeout=20");
        }
        answer(200, "");
    }

    @Test
    void anOrdinaryCameraPlays() {
        play(VIDEO + AUDIO, "Content-Base", HOST + "/stream/");

        assertThat(actions.sent)
                .extracting(one -> one.method() + " " + one.uri())
                .containsExactly(
                        "DESCRIBE " + HOST + "/stream?profile=1",
                        "SETUP " + HOST + "/stream/trackID=1",
                        "SETUP " + HOST + "/stream/trackID=2",
                        "PLAY " + HOST + "/stream/");
        assertThat(Objects.requireNonNull(actions.opened).tracks()).hasSize(2);
        assertThat(last().headers().first("Session")).hasValue("S1");
        assertThat(dialogue.keepAliveInterval()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void withoutATimeoutSixtySecondsAreMeant() {
        dialogue.start();
        assertThat(dialogue.keepAliveInterval()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://evil.example/x/, /x/trackID=1",
        "rtsp://192.168.1.64:8554/x/, /x/trackID=1",
        "/x/, /x/trackID=1",
        "192.168.1.64/x, /stream?profile=1/trackID=1",
        "http://evil.example/x, /stream?profile=1/trackID=1"
    })
    void aBaseElsewhereOrWithoutSchemeNeverLeavesTheHost(String base, String expected) {
        dialogue.start();
        answer(200, VIDEO, "Content-Base", base);
        assertThat(last().uri()).isEqualTo(HOST + expected);
    }

    @Test
    void aControlUrlElsewhereIsAskedAtHome() {
        dialogue.start();
        answer(200, VIDEO.replace("trackID=1", "rtsp://evil.example:9/a/b?c"));
        assertThat(last().uri()).isEqualTo(HOST + "/a/b?c");
    }

    @Test
    void thePasswordIsSentOnceAndRefused() {
        dialogue.start();
        answer(401, "", "WWW-Authenticate", DIGEST);
        assertThat(last().headers().first("Authorization").orElseThrow()).startsWith("Digest username=\"admin\"");
        answer(401, "", "WWW-Authenticate", DIGEST);

        assertThat(failure()).isEqualTo(Kind.WRONG_PASSWORD);
        assertThat(actions.sent).hasSize(2);
        assertThat(String.valueOf(actions.failure)).doesNotContain("geheim");
    }

    @Test
    void aStaleNonceIsNoRefusal() {
        dialogue.start();
        answer(401, "", "WWW-Authenticate", DIGEST);
        answer(401, "", "WWW-Authenticate", STALE);
        assertThat(last().headers().first("Authorization").orElseThrow()).contains("n2");
        answer(401, "", "WWW-Authenticate", STALE);
        assertThat(failure()).isEqualTo(Kind.WRONG_PASSWORD);
        assertThat(actions.sent).hasSize(3);
    }

    @Test
    void aNewNonceInTheMiddleIsTakenOnce() {
        dialogue.start();
        answer(401, "", "WWW-Authenticate", DIGEST);
        answer(200, VIDEO);
        answer(401, "", "WWW-Authenticate", "Digest realm=\"r\", nonce=\"n3\"");
        assertThat(last().method()).isEqualTo(RtspMethod.SETUP);
        assertThat(last().headers().first("Authorization").orElseThrow()).contains("n3");
        answer(401, "", "WWW-Authenticate", "Digest realm=\"r\", nonce=\"n4\"");
        assertThat(failure()).isEqualTo(Kind.WRONG_PASSWORD);
    }

    @Test
    void basicIsAnsweredWhenNothingElseIsOffered() {
        dialogue.start();
        answer(401, "", "WWW-Authenticate", "Basic realm=\"x\"");
        assertThat(last().headers().first("Authorization").orElseThrow()).startsWith("Basic ");
    }

    @Test
    void redirectsAreFollowedOnTheSameHostOnly() {
        dialogue.start();
        answer(302, "", "Location", HOST + "/other");
        assertThat(last().uri()).isEqualTo(HOST + "/other");
        answer(302, "", "Location", "rtsp://evil.example/other");
        assertThat(failure()).isEqualTo(Kind.PROTOCOL_ERROR);
        assertThat(actions.sent).hasSize(2);
    }

    @Test
    void redirectsInACircleEnd() {
        dialogue.start();
        for (int i = 0; i < 4; i++) {
            answer(301, "", "Location", HOST + "/other");
        }
        assertThat(failure()).isEqualTo(Kind.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @CsvSource({"403, FORBIDDEN", "404, NOT_FOUND", "410, NOT_FOUND", "453, BUSY", "503, BUSY", "500, PROTOCOL_ERROR"})
    void refusalsAreToldApart(int status, Kind kind) {
        dialogue.start();
        answer(status, "");
        assertThat(failure()).isEqualTo(kind);
    }

    @Test
    void aCameraThatRefusesInterleavedIsAskedForUdp() {
        dialogue.start();
        answer(200, VIDEO);
        answer(461, "");
        assertThat(last().headers().first("Transport")).hasValue("RTP/AVP;unicast;client_port=5000-5001");
        answer(200, "", "Transport", "RTP/AVP;unicast;client_port=5000-5001;server_port=7000-7001", "Session", "1");
        answer(200, "");
        assertThat(Objects.requireNonNull(actions.opened).udp()).isTrue();
    }

    @Test
    void channelsAreThoseTheCameraNames() {
        dialogue.start();
        answer(200, VIDEO);
        answer(200, "", "Transport", "RTP/AVP/TCP;unicast;interleaved=6-7;ssrc=  12", "Session", "1");
        assertThat(actions.tracks.get(0).interleaved()).hasValue(new Transport.Pair(6, 7));
    }

    @Test
    void withoutATransportInTheAnswerWhatWasAskedHolds() {
        dialogue.start();
        answer(200, VIDEO);
        answer(200, "", "Session", "1");
        assertThat(actions.tracks.get(0).interleaved()).hasValue(new Transport.Pair(0, 1));
    }

    @Test
    void soundThatCannotBeHadDoesNotCostThePicture() {
        dialogue.start();
        answer(200, VIDEO + AUDIO);
        answer(200, "", "Session", "1");
        answer(404, "");
        answer(200, "");
        assertThat(Objects.requireNonNull(actions.opened).tracks()).hasSize(1);
    }

    @Test
    void theSessionIdMayChange() {
        dialogue.start();
        answer(200, VIDEO);
        answer(200, "", "Session", "first;timeout=30");
        answer(200, "", "Session", "second");
        dialogue.keepAlive();
        assertThat(last().headers().first("Session")).hasValue("second");
        assertThat(dialogue.keepAliveInterval()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void keepAliveFindsTheMethodTheCameraLikes() {
        play(VIDEO);
        dialogue.keepAlive();
        assertThat(last().method()).isEqualTo(RtspMethod.OPTIONS);
        answer(454, "");
        dialogue.keepAlive();
        assertThat(last().method()).isEqualTo(RtspMethod.GET_PARAMETER);
        answer(200, "");
        dialogue.keepAlive();
        assertThat(last().method()).isEqualTo(RtspMethod.GET_PARAMETER);
        answer(454, "");
        assertThat(actions.failure).isNull();
    }

    @Test
    void getParameterIsUsedWhereItIsOffered() {
        play(VIDEO);
        dialogue.keepAlive();
        answer(200, "", "Public", "DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN");
        dialogue.keepAlive();
        assertThat(last().method()).isEqualTo(RtspMethod.GET_PARAMETER);
    }

    @Test
    void aLateAnswerToAForgottenKeepAliveIsIgnored() {
        play(VIDEO);
        dialogue.keepAlive();
        RtspRequest forgotten = last();
        dialogue.forgetKeepAlive();
        dialogue.keepAlive();
        dialogue.onResponse(RtspResponse.to(forgotten, 454));
        assertThat(dialogue.awaitsAnswer()).isTrue();
        answer(200, "");
        assertThat(actions.failure).isNull();
    }

    @Test
    void aRangeThatIsRefusedIsReplaced() {
        dialogue.start();
        answer(200, VIDEO);
        answer(200, "", "Session", "1");
        answer(457, "");
        assertThat(last().headers().first("Range")).hasValue("npt=now-");
    }

    @Test
    void tearingDownIsAnswered() {
        play(VIDEO);
        assertThat(dialogue.tearDown()).isTrue();
        assertThat(last().method()).isEqualTo(RtspMethod.TEARDOWN);
        answer(200, "");
        assertThat(actions.tornDown).isTrue();
        assertThat(dialogue.tearDown()).isFalse();
    }

    @Test
    void aBackChannelIsNotSetUp() {
        dialogue.start();
        answer(200, AUDIO + "a=sendonly\r\n" + VIDEO);
        assertThat(last().uri()).endsWith("trackID=1");
        answer(200, "", "Session", "1");
        assertThat(last().method()).isEqualTo(RtspMethod.PLAY);
    }

    @Test
    void aDescriptionWithoutMediaIsAProtocolError() {
        dialogue.start();
        answer(200, "v=0\r\n");
        assertThat(failure()).isEqualTo(Kind.PROTOCOL_ERROR);
    }

    @Test
    void r5ADescriptionThatIsABombIsRefusedOrCutDown() {
        String bomb = VIDEO + ("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n").repeat(10_000);
        dialogue.start();
        answer(200, bomb);
        boolean refused = actions.failure != null && failure() == Kind.PROTOCOL_ERROR;
        assertThat(refused || actions.sent.size() == 2).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=rtpmap:96 H264/0",
                "a=rtpmap:96 H264/-1",
                "a=rtpmap:96 H264/99999999999999",
                "a=rtpmap:96 H264/90000\r\na=fmtp:96 sprop-parameter-sets=!!!!,====",
                "a=rtpmap:96 H264/90000\r\na=fmtp:96 sprop-parameter-sets=Z////////////w==,aA==",
                "a=rtpmap:96 H264/90000\r\na=control:rtsp://10.9.9.9/evil",
                "a=rtpmap:96 H264/90000\r\na=control:../../../../x y",
                "a=rtpmap:999 H264/90000",
                "a=rtpmap:96",
            })
    void r5OddLinesOfADescriptionHarmNobody(String line) {
        dialogue.start();
        answer(200, "m=video 0 RTP/AVP 96\r\n" + line + "\r\n");
        if (actions.failure == null) {
            assertThat(last().method()).isEqualTo(RtspMethod.SETUP);
            assertThat(last().uri()).startsWith(HOST).doesNotContain(" ").doesNotContain("10.9.9.9");
        } else {
            assertThat(failure()).isEqualTo(Kind.PROTOCOL_ERROR);
        }
    }

    @Test
    void r5ADescriptionIsReadUpToItsLimitOnly() {
        dialogue.start();
        answer(200, VIDEO + "a=" + "x".repeat(1 << 20) + "\r\n");
        boolean refused = actions.failure != null && failure() == Kind.PROTOCOL_ERROR;
        assertThat(refused || last().method() == RtspMethod.SETUP).isTrue();
    }

    @Test
    void theReasonOfACameraCannotForgeLogLines() {
        dialogue.start();
        dialogue.onResponse(new RtspResponse(500, "bad\u001b[31m" + "x".repeat(500), RtspHeaders.of("CSeq", "1"), ""));
        assertThat(Objects.requireNonNull(actions.failure).detail().length()).isLessThan(120);
        assertThat(actions.failure.detail()).doesNotContain("\u001b");
    }

    @Test
    void requestsOfTheCameraAreAnswered() {
        RtspRequest options = new RtspRequest(RtspMethod.OPTIONS, "*", RtspHeaders.of("CSeq", "77"));
        assertThat(dialogue.onRequest(options).status()).isEqualTo(200);
        assertThat(dialogue.onRequest(options).cseq()).hasValue(77);
        RtspRequest record = new RtspRequest(RtspMethod.RECORD, "*", RtspHeaders.of("CSeq", "78"));
        assertThat(dialogue.onRequest(record).status()).isEqualTo(405);
    }
}
