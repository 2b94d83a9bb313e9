package org.sharpeyes.server.incidents;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.incident.HistoryEntry;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.postgres.PostgresAlarmStore;
import org.sharpeyes.alarm.postgres.PostgresPlanStore;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.IncidentId;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Incidents, as far as the caller may see a camera of theirs, and what people do to them. */
@RestController
@RequestMapping("/api/v1/incidents")
class IncidentController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int SCAN = 200;
    private static final int COMMIT_SECONDS = 10;

    private static final int MOST_PICTURES = 20;
    private static final int MOST_PICTURE_BYTES = 4 << 20;
    private static final int MOST_CAMERAS_FOR_PERSONS = 50;

    private final PostgresPlanStore plans;
    private final AccessControl control;
    private final Accounts accounts;
    private final InstantSource clock;
    private final PostgresAlarmStore store;
    private final AlarmService alarms;
    private final Access access;
    private final Registry registry;

    IncidentController(
            PostgresAlarmStore store,
            PostgresPlanStore plans,
            AlarmService alarms,
            Access access,
            AccessControl control,
            Accounts accounts,
            Registry registry,
            InstantSource clock) {
        this.plans = plans;
        this.control = control;
        this.accounts = accounts;
        this.clock = clock;
        this.store = store;
        this.alarms = alarms;
        this.access = access;
        this.registry = registry;
    }

    record CameraName(String id, String name) {}

    record IncidentView(
            String id,
            String state,
            String kind,
            String priority,
            String subject,
            String cause,
            List<CameraName> cameras,
            @Nullable String parent,
            boolean flapping,
            int reopened,
            @Nullable String acknowledgedBy,
            @Nullable String assignee,
            int escalation,
            Instant raisedAt,
            @Nullable Instant resolvedAt,
            @Nullable Instant closedAt) {}

    record HistoryView(int version, String what, String actor, String note, Instant at) {}

    record Words(
            @Nullable String note,
            @Nullable String comment,
            @Nullable String text) {
        String any() {
            return note != null ? note : comment != null ? comment : text != null ? text : "";
        }
    }

    record Assignment(@Nullable String assignee, @Nullable String note) {}

    @Operation(summary = "Incidents, newest first; state=OPEN leaves closed ones out")
    @GetMapping
    Page<IncidentView> list(
            CurrentUser user,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String camera,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw ApiProblem.invalid("limit", limit, "1 to " + MAX_LIMIT);
        }
        if (state != null && !state.isEmpty() && !state.equals("OPEN")) {
            throw ApiProblem.invalid("state", state, "OPEN, or nothing for all");
        }
        List<IncidentView> shown = new ArrayList<>();
        IncidentId before = cursor == null || cursor.isEmpty() ? null : cursor(cursor);
        while (shown.size() < size) {
            List<Incident> page = store.list("OPEN".equals(state), before, SCAN);
            for (Incident incident : page) {
                before = incident.id();
                if (asked(incident, kind, camera) && visible(user, incident)) {
                    shown.add(view(user, incident));
                    if (shown.size() == size) {
                        return Page.of(shown, before.toString());
                    }
                }
            }
            if (page.size() < SCAN) {
                return Page.of(shown, null);
            }
        }
        return Page.of(shown, null);
    }

    @Operation(summary = "One incident")
    @GetMapping("/{id}")
    IncidentView one(@PathVariable String id, CurrentUser user) {
        return view(user, find(user, id));
    }

    @Operation(summary = "What happened to an incident, oldest first")
    @GetMapping("/{id}/history")
    Page<HistoryView> history(@PathVariable String id, CurrentUser user) {
        Incident incident = find(user, id);
        boolean whole = seesAll(user, incident);
        return Page.whole(store.history(incident.id()).stream()
                .map(entry -> new HistoryView(
                        entry.version(),
                        entry.what().name(),
                        entry.actor(),
                        whole || !entry.actor().equals(HistoryEntry.ENGINE) ? entry.note() : "",
                        entry.at()))
                .toList());
    }

    @Operation(summary = "I have seen it")
    @PostMapping("/{id}/acknowledge")
    IncidentView acknowledge(
            @PathVariable String id, @RequestBody(required = false) @Nullable Words body, CurrentUser user) {
        return act(id, user, new PersonAction.Acknowledge(words(body)));
    }

    @Operation(summary = "Somebody shall see to it")
    @PostMapping("/{id}/assign")
    IncidentView assign(@PathVariable String id, @RequestBody Assignment body, CurrentUser user) {
        String assignee = body.assignee();
        if (assignee == null) {
            throw ApiProblem.invalid("assignee", null, "a person");
        }
        return act(id, user, new PersonAction.Assign(assignee, body.note() == null ? "" : body.note()));
    }

    @Operation(summary = "Add words to it")
    @PostMapping("/{id}/comment")
    IncidentView comment(@PathVariable String id, @RequestBody Words body, CurrentUser user) {
        return act(id, user, new PersonAction.Comment(words(body)));
    }

    @Operation(summary = "It is repaired, says a person; it closes when the machine proves it")
    @PostMapping("/{id}/resolve")
    IncidentView resolve(
            @PathVariable String id, @RequestBody(required = false) @Nullable Words body, CurrentUser user) {
        return act(id, user, new PersonAction.Resolve(words(body)));
    }

    record PersonView(String assignee, String kind, String name, String role, String phone) {}

    record PictureView(String picture) {}

    @Operation(summary = "To whom it may be given: accounts that may handle it, persons of its points and areas")
    @GetMapping("/{id}/assignees")
    Page<PersonView> assignees(@PathVariable String id, CurrentUser user) {
        Incident incident = find(user, id);
        List<CameraId> seen =
                incident.cameras().stream().filter(camera -> sees(user, camera)).toList();
        List<PersonView> persons = new ArrayList<>();
        for (Account account : accounts.all()) {
            boolean handles = seen.isEmpty()
                    ? control.decide(account.id(), Action.HANDLE_INCIDENTS).allowed()
                    : seen.stream().anyMatch(camera -> control.decide(account.id(), Action.HANDLE_INCIDENTS, camera)
                            .allowed());
            if (account.disabledAt() == null && handles) {
                persons.add(new PersonView(account.username(), "ACCOUNT", account.displayName(), "", ""));
            }
        }
        Set<Person> named = new LinkedHashSet<>();
        for (CameraId camera : seen.subList(0, Math.min(seen.size(), MOST_CAMERAS_FOR_PERSONS))) {
            registry.directory().camera(camera).ifPresent(entry -> {
                named.addAll(entry.details().persons());
                for (AreaId area : registry.directory().path(entry.details().area())) {
                    registry.directory().area(area).ifPresent(around -> named.addAll(around.persons()));
                }
            });
        }
        named.forEach(person -> persons.add(new PersonView(
                (person.role() + " " + person.name()).strip(),
                "PERSON",
                person.name(),
                person.role(),
                person.phone())));
        return Page.whole(persons);
    }

    @Operation(summary = "Add a picture (JPEG, at most 4 MiB): what was found, what was repaired")
    @PostMapping(path = "/{id}/pictures", consumes = MediaType.IMAGE_JPEG_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    PictureView addPicture(@PathVariable String id, @RequestBody byte[] jpeg, CurrentUser user) {
        Incident incident = find(user, id);
        requireHandling(user, incident);
        if (jpeg.length < 4
                || jpeg.length > MOST_PICTURE_BYTES
                || (jpeg[0] & 0xff) != 0xff
                || (jpeg[1] & 0xff) != 0xd8) {
            throw ApiProblem.invalid("body", jpeg.length + " bytes", "a JPEG of at most 4 MiB");
        }
        if (plans.pictures(incident.id()) >= MOST_PICTURES) {
            throw ApiProblem.conflict("the incident has " + MOST_PICTURES + " pictures already");
        }
        UUID picture = UUID.randomUUID();
        plans.addPicture(picture, incident.id(), jpeg, user.username(), clock.instant());
        try {
            act(id, user, new PersonAction.AddPicture(picture));
        } catch (ApiProblem refused) {
            plans.dropPicture(picture);
            throw refused;
        }
        return new PictureView(picture.toString());
    }

    @Operation(summary = "A picture that was added")
    @GetMapping(path = "/{id}/pictures/{picture}", produces = MediaType.IMAGE_JPEG_VALUE)
    byte[] picture(@PathVariable String id, @PathVariable String picture, CurrentUser user) {
        Incident incident = find(user, id);
        if (!seesAll(user, incident)) {
            throw ApiProblem.notFound();
        }
        try {
            return plans.picture(incident.id(), UUID.fromString(picture)).orElseThrow(ApiProblem::notFound);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    private void requireHandling(CurrentUser user, Incident incident) {
        boolean mayHandle = incident.cameras().isEmpty()
                ? access.allows(user, Action.HANDLE_INCIDENTS)
                : incident.cameras().stream().anyMatch(camera -> access.allows(user, Action.HANDLE_INCIDENTS, camera));
        if (!mayHandle) {
            throw ApiProblem.forbidden("none of your roles allows HANDLE_INCIDENTS here");
        }
    }

    private IncidentView act(String id, CurrentUser user, PersonAction action) {
        Incident incident = find(user, id);
        requireHandling(user, incident);
        if (!incident.open()) {
            throw ApiProblem.conflict("the incident is closed");
        }
        AlarmEffect answer;
        try {
            answer = alarms.act(incident.id(), user.username(), action)
                    .toCompletableFuture()
                    .get(COMMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | CompletionException late) {
            throw ApiProblem.retryLater(
                    ApiProblem.Type.UNAVAILABLE, "The alarm engine did not answer; look before doing it again", 5);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, "The server stops", 5);
        }
        if (answer instanceof AlarmEffect.CommandRefused refused) {
            throw refused.refusal() == AlarmEffect.Refusal.UNKNOWN_INCIDENT
                    ? ApiProblem.notFound()
                    : ApiProblem.conflict(refused.reason());
        }
        return view(user, ((AlarmEffect.CommandDone) answer).incident());
    }

    private static boolean asked(Incident incident, @Nullable String kind, @Nullable String camera) {
        return (kind == null || incident.kind().name().equals(kind))
                && (camera == null
                        || incident.cameras().stream()
                                .anyMatch(each -> each.toString().equals(camera)));
    }

    private Incident find(CurrentUser user, String id) {
        IncidentId incidentId;
        try {
            incidentId = IncidentId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        Incident incident = store.find(incidentId).orElseThrow(ApiProblem::notFound);
        if (!visible(user, incident)) {
            throw ApiProblem.notFound();
        }
        return incident;
    }

    private static IncidentId cursor(String cursor) {
        try {
            return IncidentId.parse(cursor);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.invalid("cursor", cursor, "next of the page before");
        }
    }

    private boolean visible(CurrentUser user, Incident incident) {
        return incident.cameras().isEmpty()
                ? access.allows(user, Action.SEE_INCIDENTS)
                : incident.cameras().stream().anyMatch(camera -> sees(user, camera));
    }

    private boolean seesAll(CurrentUser user, Incident incident) {
        return incident.cameras().stream().allMatch(camera -> sees(user, camera));
    }

    private boolean sees(CurrentUser user, CameraId camera) {
        return access.allows(user, Action.SEE_INCIDENTS, camera);
    }

    /** What one does not see is neither listed nor counted, and words about the whole are left out. */
    private IncidentView view(CurrentUser user, Incident incident) {
        boolean whole = seesAll(user, incident);
        return new IncidentView(
                incident.id().toString(),
                incident.state().name(),
                incident.kind().name(),
                incident.priority().name(),
                whole ? incident.subject().key() : "",
                whole ? incident.cause() : "part of a wider outage",
                incident.cameras().stream()
                        .filter(camera -> sees(user, camera))
                        .map(camera -> new CameraName(camera.toString(), name(camera)))
                        .toList(),
                AlarmService.text(incident.parent()),
                incident.flapping(),
                incident.reopened(),
                incident.acknowledgedBy(),
                incident.assignee(),
                incident.escalation(),
                incident.raisedAt(),
                incident.resolvedAt(),
                incident.closedAt());
    }

    private String name(CameraId camera) {
        return registry.directory()
                .camera(camera)
                .map(entry -> entry.details().name())
                .orElse("");
    }

    private static String words(@Nullable Words body) {
        return body == null ? "" : body.any();
    }
}
