package org.sharpeyes.server.control;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.Ask;
import org.sharpeyes.access.request.ControlSettings;
import org.sharpeyes.access.request.Outcome;
import org.sharpeyes.access.request.RequestId;
import org.sharpeyes.access.request.RequestOffice;
import org.sharpeyes.access.request.Scope;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.coverage.CoverageAnswer;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.postgres.CoverageSearch;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests for recordings and decisions about them. Each try is in the access register before it is taken. */
@RestController
@RequestMapping("/api/v1/access-requests")
class AccessRequestController {
    private static final int PAGE = 100;

    private final RequestOffice office;
    private final Registry registry;
    private final CoverageSearch search;
    private final ControlSettings settings;
    private final Access access;
    private final InstantSource clock;
    private final HoldDesk holds;
    private final AccessRequestView.Maker views;

    AccessRequestController(
            RequestOffice office,
            Registry registry,
            CoverageSearch search,
            ControlSettings settings,
            Access access,
            Accounts accounts,
            GrantBook grants,
            HoldDesk holds,
            JsonMapper json,
            InstantSource clock) {
        this.office = office;
        this.registry = registry;
        this.search = search;
        this.settings = settings;
        this.access = access;
        this.clock = clock;
        this.views = new AccessRequestView.Maker(accounts, grants, office, holds, json);
        this.holds = holds;
    }

    /**
     * @param place GeoJSON Point or Polygon
     * @param cameras which of the points that covered it; all when none is given
     * @param grantFor how long it shall be open, ISO-8601
     * @param hold whether what is asked for is preserved at once
     * @param breakGlass why it cannot wait for an approval
     */
    record Asked(
            @Nullable JsonNode place,
            @Nullable List<String> cameras,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String purpose,
            @Nullable String caseNumber,
            @Nullable String grantFor,
            @Nullable Boolean hold,
            @Nullable String breakGlass) {}

    /** What makes it smaller; what is absent stays as it is. */
    record Decision(
            @Nullable Long version,
            @Nullable String number,
            @Nullable String comment,
            @Nullable String reason,
            @Nullable List<String> cameras,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Instant expiresAt,
            @Nullable Boolean justified) {
        Scope.Narrowing narrowing() {
            return new Scope.Narrowing(cameras == null ? null : new HashSet<>(ids(cameras)), from, to, expiresAt);
        }

        long seen() {
            if (version == null) {
                throw ApiProblem.invalid("version", null, "that of the request as you saw it");
            }
            return version;
        }

        String text() {
            String written = reason == null ? comment : reason;
            return written == null ? "" : written;
        }
    }

    @Operation(summary = "Ask for recordings of a place and time, for a purpose and a case")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    AccessRequestView ask(@RequestBody Asked body, CurrentUser user) {
        String rule = access.require(user, Action.REQUEST_ACCESS);
        Ask ask = asked(body, user);
        String glass = body.breakGlass();
        boolean hold = Boolean.TRUE.equals(body.hold());
        if (hold) {
            holds.check(ask);
        }
        record(user, glass == null ? "REQUEST_ACCESS" : "BREAK_GLASS", describe(ask, glass), ask, rule);
        AccessRequest request = glass == null ? office.ask(ask) : Answers.done(office.breakGlass(ask, glass));
        if (hold) {
            holds.place(request, user);
        }
        return view(request, user);
    }

    @Operation(summary = "Requests that the caller may know of, newest first")
    @GetMapping
    Page<AccessRequestView> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String state,
            CurrentUser user) {
        List<AccessRequestView> items = new ArrayList<>();
        RequestId before = cursor == null ? null : RequestId.parse(cursor);
        while (items.size() < PAGE) {
            List<AccessRequest> page = office.newest(before, PAGE);
            for (AccessRequest request : page) {
                before = request.id();
                boolean wanted = state == null || request.state().text().equals(state);
                if (wanted && office.visible(user.id(), request)) {
                    items.add(view(request, user));
                }
                if (items.size() == PAGE) {
                    return Page.of(items, before.toString());
                }
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        return Page.whole(items);
    }

    @Operation(summary = "One request")
    @GetMapping("/{id}")
    AccessRequestView get(@PathVariable String id, CurrentUser user) {
        return view(known(id, user), user);
    }

    @Operation(summary = "Approve, perhaps less than was asked for")
    @PostMapping("/{id}/approve")
    AccessRequestView approve(@PathVariable String id, @RequestBody Decision body, CurrentUser user) {
        return decide(
                id,
                user,
                "APPROVE_ACCESS",
                body,
                (request, now) ->
                        office.approve(request, body.seen(), user.id(), body.number(), body.text(), body.narrowing()));
    }

    @Operation(summary = "Refuse; a hold of it is destroyed")
    @PostMapping("/{id}/refuse")
    AccessRequestView refuse(@PathVariable String id, @RequestBody Decision body, CurrentUser user) {
        return decide(
                id,
                user,
                "REFUSE_ACCESS",
                body,
                (request, now) -> office.refuse(request, body.seen(), user.id(), body.text()));
    }

    @Operation(summary = "Make a request or its grant smaller; never wider")
    @PostMapping("/{id}/narrow")
    AccessRequestView narrow(@PathVariable String id, @RequestBody Decision body, CurrentUser user) {
        return decide(
                id,
                user,
                "NARROW_ACCESS",
                body,
                (request, now) -> office.narrow(request, body.seen(), user.id(), body.narrowing()));
    }

    @Operation(summary = "Revoke a grant; what runs under it ends within 5 s")
    @PostMapping("/{id}/revoke")
    AccessRequestView revoke(@PathVariable String id, @RequestBody Decision body, CurrentUser user) {
        return decide(
                id, user, "REVOKE_ACCESS", body, (request, now) -> office.revoke(request, user.id(), body.text()));
    }

    @Operation(summary = "Withdraw a request of one's own")
    @PostMapping("/{id}/withdraw")
    AccessRequestView withdraw(
            @PathVariable String id, @RequestBody(required = false) @Nullable Decision body, CurrentUser user) {
        return decide(id, user, "WITHDRAW_REQUEST", body, (request, now) -> office.withdraw(request, user.id()));
    }

    @Operation(summary = "Review a break-glass afterwards; not justified also revokes")
    @PostMapping("/{id}/review")
    AccessRequestView review(@PathVariable String id, @RequestBody Decision body, CurrentUser user) {
        return decide(id, user, "REVIEW_BREAK_GLASS", body, (request, now) -> {
            Boolean justified = body.justified();
            if (justified == null) {
                throw ApiProblem.invalid("justified", null, "true or false");
            }
            return office.review(request, user.id(), justified, body.text());
        });
    }

    /** Looks first, so that what one may not see is 404; then writes the record; then does it. */
    private AccessRequestView decide(
            String id,
            CurrentUser user,
            String action,
            @Nullable Decision body,
            BiFunction<RequestId, AccessRequest, Outcome> decision) {
        AccessRequest before = known(id, user);
        String object =
                "request " + before.id() + " version " + before.version() + (body == null ? "" : describe(body));
        record(
                user,
                action,
                object,
                before.ask(),
                "as " + (before.ask().requester().equals(user.id()) ? "requester" : "approver"));
        return view(Answers.done(decision.apply(before.id(), before)), user);
    }

    private static String describe(Decision body) {
        StringBuilder text = new StringBuilder();
        if (body.number() != null) {
            text.append(", number ").append(body.number());
        }
        if (body.cameras() != null || body.from() != null || body.to() != null || body.expiresAt() != null) {
            text.append(", narrowed to ").append(body.cameras() == null ? "all" : body.cameras());
            text.append(' ').append(body.from()).append(" to ").append(body.to());
            text.append(" until ").append(body.expiresAt());
        }
        if (body.justified() != null) {
            text.append(", justified: ").append(body.justified());
        }
        return text + (body.text().isEmpty() ? "" : ": " + body.text());
    }

    private static String describe(Ask ask, @Nullable String glass) {
        return "place " + ask.place() + ", " + ask.window().from() + " to "
                + ask.window().to() + ", points "
                + ask.points().stream().map(point -> point.camera().toString()).toList()
                + (glass == null ? "" : ", because: " + glass);
    }

    private Ask asked(Asked body, CurrentUser user) {
        JsonNode place = body.place();
        Instant from = body.from();
        Instant to = body.to();
        if (place == null || from == null || to == null) {
            throw ApiProblem.invalid("place, from, to", null, "a GeoJSON place and two moments");
        }
        TimeWindow window = new TimeWindow(from, to);
        return new Ask(
                user.id(),
                place.toString(),
                window,
                required("purpose", body.purpose()),
                required("caseNumber", body.caseNumber()),
                points(place, window, body.cameras(), user),
                duration(body.grantFor()),
                clock.instant());
    }

    /** The points that covered the place and that the user may ask for; of them those he picked. */
    private List<Ask.Point> points(JsonNode place, TimeWindow window, @Nullable List<String> picked, CurrentUser user) {
        CoverageAnswer answer = search.search(Shape.parse(place.toString()), window, null);
        List<Ask.Point> points = answer.hits().stream()
                .filter(hit -> access.allows(user, Action.REQUEST_ACCESS, hit.camera()))
                .map(hit -> new Ask.Point(hit.camera(), hit.grade().name()))
                .toList();
        if (picked == null) {
            if (points.isEmpty()) {
                throw ApiProblem.invalid("place", place, "one that a camera covered in the window");
            }
            return points;
        }
        Set<CameraId> wanted = new HashSet<>(ids(picked));
        List<Ask.Point> chosen =
                points.stream().filter(point -> wanted.contains(point.camera())).toList();
        if (chosen.size() != wanted.size()) {
            throw ApiProblem.invalid("cameras", picked, "only points that covered the place in the window");
        }
        return chosen;
    }

    private Duration duration(@Nullable String text) {
        if (text == null) {
            return settings.grantFor();
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException none) {
            throw ApiProblem.invalid("grantFor", text, "an ISO-8601 duration such as PT72H");
        }
    }

    private AccessRequest known(String id, CurrentUser user) {
        RequestId request;
        try {
            request = RequestId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        return office.find(request, user.id()).orElseThrow(ApiProblem::notFound);
    }

    private AccessRequestView view(AccessRequest request, CurrentUser user) {
        return views.of(request, registry.directory(), user.id());
    }

    private void record(CurrentUser user, String action, String object, Ask ask, String rule) {
        access.record(user, action, null, object, ask.purpose(), rule, ask.caseNumber());
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ApiProblem.invalid(field, value, "a text");
        }
        return value;
    }

    private static List<CameraId> ids(List<String> cameras) {
        return cameras.stream().map(CameraId::parse).toList();
    }
}
