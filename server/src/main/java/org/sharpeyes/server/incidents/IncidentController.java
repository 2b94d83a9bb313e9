package org.sharpeyes.server.incidents;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.incident.HistoryEntry;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.postgres.PostgresAlarmStore;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.IncidentId;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Incidents, as far as the caller may see a camera of theirs, and what people do to them. */
@RestController
@RequestMapping("/api/v1/incidents")
class IncidentController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final int SCAN = 200;
    private static final int COMMIT_SECONDS = 10;

    private final PostgresAlarmStore store;
    private final AlarmService alarms;
    private final Access access;
    private final Registry registry;

    IncidentController(PostgresAlarmStore store, AlarmService alarms, Access access, Registry registry) {
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
                if (visible(user, incident)) {
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

    private IncidentView act(String id, CurrentUser user, PersonAction action) {
        Incident incident = find(user, id);
        boolean mayHandle = incident.cameras().isEmpty()
                ? access.allows(user, Action.HANDLE_INCIDENTS)
                : incident.cameras().stream().anyMatch(camera -> access.allows(user, Action.HANDLE_INCIDENTS, camera));
        if (!mayHandle) {
            throw ApiProblem.forbidden("none of your roles allows HANDLE_INCIDENTS here");
        }
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
