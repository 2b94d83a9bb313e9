package org.sharpeyes.server.recording;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.grant.Grant;
import org.sharpeyes.access.ticket.TicketOffice;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.search.PlaceCoverage;
import org.sharpeyes.recording.search.PlaceSearch;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** From a place and a time to the recordings, and from recordings to addresses that play them. */
@RestController
@RequestMapping("/api/v1/playback")
class PlaybackController {
    private static final int MOST_CAMERAS = 16;
    private static final Duration LONGEST_WINDOW = Duration.ofDays(31);
    private static final int MOST_PURPOSE = 200;

    private final PlaceSearch search;
    private final RecordingLibrary library;
    private final PlaybackDesk desk;
    private final FilmServer films;
    private final Access access;
    private final Accounts accounts;
    private final TicketOffice tickets;
    private final RelayServer relay;
    private final InstantSource clock;

    PlaybackController(
            PlaceSearch search,
            RecordingLibrary library,
            PlaybackDesk desk,
            FilmServer films,
            Access access,
            Accounts accounts,
            TicketOffice tickets,
            RelayServer relay,
            InstantSource clock) {
        this.search = search;
        this.library = library;
        this.desk = desk;
        this.films = films;
        this.access = access;
        this.accounts = accounts;
        this.tickets = tickets;
        this.relay = relay;
        this.clock = clock;
    }

    /** @param place GeoJSON */
    record Question(
            @Nullable JsonNode place,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String purpose) {}

    /** @param grade PROVEN, PROBABLE, POSSIBLE */
    record FoundView(
            String cameraId,
            String name,
            String grade,
            double share,
            @Nullable Double metres,
            List<TimeWindow> times,
            List<String> unknown,
            String profile,
            long recordedSeconds,
            List<RecordingViews.Stretch> recorded,
            List<RecordingViews.Missing> gaps,
            @Nullable Long clockOffsetMillis) {
        static FoundView of(PlaceSearch.Found found) {
            PlaceCoverage.Hit hit = found.hit();
            Footage footage = found.footage();
            return new FoundView(
                    hit.camera().toString(),
                    hit.name(),
                    hit.grade(),
                    hit.share(),
                    hit.metres(),
                    hit.times(),
                    hit.unknown(),
                    footage.stream().profile().text(),
                    footage.recordedTime().toSeconds(),
                    RecordingViews.stretches(footage),
                    footage.gaps().stream().map(RecordingViews.Missing::of).toList(),
                    RecordingViews.clockOffset(footage));
        }
    }

    record NearView(String cameraId, String name, String why, String detail) {}

    record ResultView(Instant from, Instant to, List<FoundView> items, List<NearView> near) {}

    /** @param grantId of an approved request; only accounts named in the settings need none */
    record OrderJson(
            @Nullable String grantId,
            @Nullable List<String> cameraIds,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String profile,
            @Nullable String purpose) {}

    /** Addresses of one camera; each can be opened for a minute. */
    record CameraAddresses(
            String cameraId,
            String rtsp,
            String mse,
            String mp4,
            List<RecordingViews.Stretch> recorded,
            List<RecordingViews.Missing> gaps,
            @Nullable Long clockOffsetMillis) {}

    /** Addresses of the first camera, and of all; {@code serverTime} for a common clock. */
    record OrderView(
            String id,
            Instant from,
            Instant to,
            Instant expiresAt,
            Instant serverTime,
            String rtsp,
            String mse,
            String mp4,
            List<CameraAddresses> cameras) {}

    @Operation(summary = "Which cameras covered a place in a window, what they recorded, what is missing and why")
    @PostMapping("/searches")
    ResultView search(@RequestBody Question question, CurrentUser user) {
        String rule = access.require(user, Action.SEARCH_RECORDINGS);
        JsonNode place = question.place();
        TimeWindow window = window(question.from(), question.to());
        if (place == null) {
            throw ApiProblem.invalid("place", null, "a GeoJSON geometry");
        }
        access.record(
                user,
                "SEARCH_RECORDINGS",
                null,
                shortened(place.toString()) + " " + window.from() + "/" + window.to(),
                purpose(question.purpose()),
                rule);
        PlaceSearch.Result result = search.search(
                place.toString(), window, camera -> access.allows(user, Action.SEARCH_RECORDINGS, camera));
        return new ResultView(
                window.from(),
                window.to(),
                result.found().stream().map(FoundView::of).toList(),
                result.near().stream()
                        .map(near -> new NearView(near.camera().toString(), near.name(), near.why(), near.detail()))
                        .toList());
    }

    @Operation(summary = "Addresses that play recordings: RTSP, fMP4 over WebSocket, MP4")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    OrderView play(@RequestBody OrderJson body, CurrentUser user, ServerHttpRequest request) {
        List<String> ids = body.cameraIds();
        if (ids == null || ids.isEmpty() || ids.size() > MOST_CAMERAS) {
            throw ApiProblem.invalid("cameraIds", ids == null ? null : ids.size(), "1 to " + MOST_CAMERAS);
        }
        List<CameraId> cameras =
                ids.stream().map(RecordingController::camera).distinct().toList();
        Grant grant = body.grantId() == null ? null : grant(body.grantId(), user);
        if (grant == null && !desk.needsNoGrant(user.username())) {
            throw ApiProblem.invalid("grantId", null, "the id of your approved request");
        }
        Instant to =
                body.to() != null ? body.to() : grant != null ? grant.window().to() : clock.instant();
        TimeWindow window = window(body.from(), to);
        if (grant != null
                && (window.from().isBefore(grant.window().from())
                        || window.to().isAfter(grant.window().to())
                        || !grant.cameras().containsAll(cameras))) {
            throw ApiProblem.invalid(
                    "from, to, cameraIds",
                    window.from() + "/" + window.to(),
                    "what the grant opens, " + grant.window().from() + " to "
                            + grant.window().to());
        }
        StreamProfile profile =
                body.profile() == null ? StreamProfile.MAIN : RecordingController.profile(body.profile());
        String purpose = purpose(body.purpose());
        List<String> rules = cameras.stream()
                .map(camera -> access.require(user, Action.PLAY_BACK, camera))
                .toList();
        for (int i = 0; i < cameras.size(); i++) {
            access.record(
                    user,
                    Action.PLAY_BACK.name(),
                    cameras.get(i),
                    window.from() + "/" + window.to(),
                    purpose,
                    grant == null ? rules.get(i) : rules.get(i) + ", grant " + grant.id());
        }
        PlaybackOrder order =
                desk.order(user.id(), grant == null ? null : grant.id(), cameras, profile, window, purpose);
        List<CameraAddresses> addresses = cameras.stream()
                .map(camera -> addresses(order, camera, user, request))
                .toList();
        CameraAddresses first = addresses.get(0);
        return new OrderView(
                order.id(),
                window.from(),
                window.to(),
                order.expiresAt(),
                clock.instant(),
                first.rtsp(),
                first.mse(),
                first.mp4(),
                addresses);
    }

    @Operation(summary = "An ordered window as one MP4 file, by range")
    @GetMapping("/{id}/{camera}.mp4")
    Mono<Void> film(
            @PathVariable String id,
            @PathVariable String camera,
            @RequestHeader(name = "Range", required = false) @Nullable String range,
            CurrentUser user,
            ServerHttpResponse response) {
        CameraId wanted = RecordingController.camera(camera);
        Account account = accounts.find(user.id()).orElseThrow(ApiProblem::notFound);
        PlaybackOrder order = desk.find(id, account, wanted)
                .filter(found -> desk.isOrder(id) && desk.stands(found, wanted))
                .orElseThrow(ApiProblem::notFound);
        return films.serve(order, wanted, range, response);
    }

    private CameraAddresses addresses(
            PlaybackOrder order, CameraId camera, CurrentUser user, ServerHttpRequest request) {
        // Tickets name the camera; which of its streams was recorded is in the order.
        StreamKey ticketed = new StreamKey(camera, StreamProfile.MAIN);
        String forPlayers = tickets.issue(user.session(), user.id(), ticketed, order.purpose(), null)
                .text();
        String forBrowser = tickets.issue(user.session(), user.id(), ticketed, order.purpose(), user.address())
                .text();
        Footage footage = library.find(new StreamKey(camera, order.profile()), order.window());
        String path = order.id() + "/" + camera;
        String host = Optional.ofNullable(request.getURI().getHost()).orElse("127.0.0.1");
        return new CameraAddresses(
                camera.toString(),
                "rtsp://" + host + ":" + relay.address().getPort() + "/play/" + path + "?ticket=" + forPlayers,
                "/media/play/" + path + "?ticket=" + forBrowser,
                "/api/v1/playback/" + path + ".mp4",
                RecordingViews.stretches(footage),
                footage.gaps().stream().map(RecordingViews.Missing::of).toList(),
                RecordingViews.clockOffset(footage));
    }

    private Grant grant(String text, CurrentUser user) {
        try {
            return desk.grant(GrantId.parse(text), user.id()).orElseThrow(ApiProblem::notFound);
        } catch (IllegalArgumentException notAnId) {
            throw ApiProblem.notFound();
        }
    }

    private static TimeWindow window(@Nullable Instant from, @Nullable Instant to) {
        if (from == null || to == null) {
            throw ApiProblem.invalid("from, to", null, "two moments");
        }
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST_WINDOW) > 0) {
            throw ApiProblem.invalid("to", to, "after from, at most 31 days later");
        }
        return new TimeWindow(from, to);
    }

    private static String purpose(@Nullable String text) {
        if (text != null && text.length() > MOST_PURPOSE) {
            throw ApiProblem.invalid("purpose", text, "at most " + MOST_PURPOSE + " characters");
        }
        return text == null ? "" : text;
    }

    private static String shortened(String place) {
        return place.length() <= 300 ? place : place.substring(0, 300) + "…";
    }
}
