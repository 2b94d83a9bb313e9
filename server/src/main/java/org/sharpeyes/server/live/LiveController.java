package org.sharpeyes.server.live;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.ticket.TicketOffice;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands out the addresses of a live stream, each with a ticket, after the access record is written. */
@RestController
@RequestMapping("/api/v1/cameras/{id}/live")
class LiveController {
    private final Access access;
    private final TicketOffice tickets;
    private final RelayServer relay;
    private final RtspsListener rtsps;

    LiveController(Access access, TicketOffice tickets, RelayServer relay, RtspsListener rtsps) {
        this.access = access;
        this.tickets = tickets;
        this.relay = relay;
        this.rtsps = rtsps;
    }

    /**
     * @param profile {@code main} or {@code sub}; main when none is given
     * @param purpose as stated for the shift or the case
     */
    record LiveRequest(@Nullable String profile, @Nullable String purpose) {}

    /**
     * @param rtsp for players and walls, from any address
     * @param rtsps the same over TLS
     * @param mse path of the WebSocket on this very port, for the browser that asked
     * @param whep path for an offer of WebRTC on this very port, for the browser that asked
     * @param expiresAt until when a stream may be opened with these; what was opened goes on
     */
    record LiveAddresses(String rtsp, String rtsps, String mse, String whep, Instant expiresAt) {}

    @Operation(summary = "Addresses to watch a camera live: RTSP, fMP4 over WebSocket, and WHEP")
    @PostMapping
    LiveAddresses live(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable LiveRequest body,
            CurrentUser user,
            ServerHttpRequest request) {
        CameraId camera = camera(id);
        String rule = access.require(user, Action.VIEW_LIVE, camera);
        StreamKey stream = new StreamKey(camera, profile(body));
        String purpose = body == null || body.purpose() == null ? "" : body.purpose();
        if (purpose.length() > 200) {
            throw ApiProblem.invalid("purpose", purpose, "at most 200 characters");
        }
        access.record(user, Action.VIEW_LIVE.name(), camera, stream.profile().text(), purpose, rule);
        TicketOffice.Issued forPlayers = tickets.issue(user.session(), user.id(), stream, purpose, null);
        TicketOffice.Issued forBrowser = tickets.issue(user.session(), user.id(), stream, purpose, user.address());
        String path = "/live/" + stream + "?ticket=" + forPlayers.text();
        return new LiveAddresses(
                "rtsp://" + hostOf(request) + ":" + relay.address().getPort() + path,
                "rtsps://" + hostOf(request) + ":" + rtsps.address().getPort() + path,
                "/media/live/" + stream + "?ticket=" + forBrowser.text(),
                "/media/whep/" + stream + "?ticket=" + forBrowser.text(),
                forBrowser.ticket().expiresAt());
    }

    private static CameraId camera(String id) {
        try {
            return CameraId.parse(id);
        } catch (IllegalArgumentException notAnId) {
            throw ApiProblem.notFound();
        }
    }

    private static StreamProfile profile(@Nullable LiveRequest body) {
        String text = body == null || body.profile() == null ? StreamProfile.MAIN.text() : body.profile();
        try {
            return StreamProfile.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw ApiProblem.invalid("profile", text, "main or sub");
        }
    }

    /** The name under which this client reaches us. */
    private static String hostOf(ServerHttpRequest request) {
        String host = request.getURI().getHost();
        return host == null ? "127.0.0.1" : host;
    }
}
