package org.sharpeyes.server.live.netty;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.webrtc.RtcOpening;
import org.sharpeyes.relay.webrtc.netty.WebRtcServer;

/** WHEP (RFC 9725's sister for viewing) as answers of the gate. Thread-safe. */
final class Whep {
    /** Longest offer, in bytes. */
    static final int MAX_OFFER_BYTES = 32 * 1024;

    static final String SDP = "application/sdp";

    private final WebRtcServer server;

    Whep(WebRtcServer server) {
        this.server = server;
    }

    /** @param reached our own address as the browser knows it */
    CompletionStage<MediaAnswer> open(
            ViewerRequest request, Admission.Admitted admitted, String offer, InetAddress reached) {
        return server.open(request, admitted, offer, reached).thenApply(Whep::answer);
    }

    MediaAnswer end(String sessionId) {
        return server.end(sessionId)
                ? MediaAnswer.of(HttpResponseStatus.OK, "text/plain", "")
                : MediaAnswer.problem(HttpResponseStatus.NOT_FOUND);
    }

    private static MediaAnswer answer(RtcOpening opening) {
        if (opening instanceof RtcOpening.Opened opened) {
            return MediaAnswer.of(HttpResponseStatus.CREATED, SDP, opened.answer())
                    .with(HttpHeaderNames.LOCATION, "/media/whep/sessions/" + opened.sessionId());
        }
        if (opening instanceof RtcOpening.Refused refused) {
            return MediaAnswer.problem(HttpResponseStatus.BAD_REQUEST, "malformed-request", refused.detail(), "");
        }
        if (opening instanceof RtcOpening.NotPlayable not) {
            return MediaAnswer.problem(
                    HttpResponseStatus.NOT_ACCEPTABLE,
                    "not-acceptable",
                    "the stream cannot be played by WebRTC in this browser",
                    not.why().text());
        }
        if (opening instanceof RtcOpening.Busy busy) {
            return busy(busy.detail(), "too-many");
        }
        if (opening instanceof RtcOpening.Failed failed) {
            return failed.cause().kind() == UpstreamFailure.Kind.UNKNOWN_STREAM
                    ? MediaAnswer.problem(HttpResponseStatus.NOT_FOUND)
                    : busy(
                            "the camera cannot be opened now",
                            noRoom(failed.cause().kind()) ? "no-room" : "camera-lost");
        }
        throw new IllegalStateException("opening " + opening);
    }

    private static boolean noRoom(UpstreamFailure.Kind kind) {
        return kind == UpstreamFailure.Kind.NO_ROOM || kind == UpstreamFailure.Kind.BUSY;
    }

    private static MediaAnswer busy(String detail, String reason) {
        return MediaAnswer.problem(HttpResponseStatus.SERVICE_UNAVAILABLE, "unavailable", detail, reason)
                .with(HttpHeaderNames.RETRY_AFTER, "2");
    }
}
