package org.sharpeyes.server.health;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.figures.Availability;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.alarm.postgres.PostgresAlarmStore;
import org.sharpeyes.alarm.postgres.PostgresFigures;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.registry.CameraConditions;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a technician starts his day with: ill cameras, the worst first, and what befell each. */
@RestController
class TechnicianController {
    private static final int MOST = 500;
    private static final int MOST_INCIDENTS = 5_000;
    private static final Duration LOOK_BACK = Duration.ofDays(7);

    private final PostgresAlarmStore alarms;
    private final PostgresFigures figures;
    private final HealthBook book;
    private final CameraConditions conditions;
    private final Registry registry;
    private final Access access;
    private final InstantSource clock;

    TechnicianController(
            PostgresAlarmStore alarms,
            PostgresFigures figures,
            HealthBook book,
            CameraConditions conditions,
            Registry registry,
            Access access,
            InstantSource clock) {
        this.alarms = alarms;
        this.figures = figures;
        this.book = book;
        this.conditions = conditions;
        this.registry = registry;
        this.access = access;
        this.clock = clock;
    }

    record FaultView(String layer, String detail, double ageSeconds) {}

    record IllCamera(
            String camera,
            String name,
            String area,
            String areaName,
            String state,
            @Nullable Instant since,
            String because,
            String priority,
            @Nullable Instant lastGood,
            List<FaultView> faults,
            List<String> incidents,
            double downShare7d) {}

    record Happened(
            Instant at,
            String what,
            @Nullable String state,
            @Nullable String because,
            @Nullable String incident,
            @Nullable String kind,
            @Nullable String cause) {}

    @Operation(summary = "Cameras with an open incident, a bad layer, or down; worst first")
    @GetMapping("/api/v1/technician/cameras")
    Page<IllCamera> ill(
            CurrentUser user,
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(defaultValue = "100") int limit) {
        access.require(user, Action.REGISTER_CAMERA);
        if (limit < 1 || limit > MOST) {
            throw ApiProblem.invalid("limit", limit, "1 to " + MOST);
        }
        Map<CameraId, List<Incident>> open = new HashMap<>();
        for (Incident incident : alarms.list(true, null, MOST_INCIDENTS)) {
            for (CameraId camera : incident.cameras()) {
                open.computeIfAbsent(camera, none -> new ArrayList<>()).add(incident);
            }
        }
        CameraDirectory directory = registry.directory();
        Instant now = clock.instant();
        List<CameraEntry> seen = directory.cameras().stream()
                .filter(CameraEntry::installed)
                .filter(camera -> area == null
                        || area.isEmpty()
                        || directory.within(camera.details().area(), area(area)))
                .filter(camera -> access.allows(user, Action.REGISTER_CAMERA, camera.id()))
                .toList();
        Map<CameraId, Availability> week = new HashMap<>();
        figures.availability(seen.stream().map(CameraEntry::id).toList(), now.minus(LOOK_BACK), now)
                .forEach(each -> week.put(each.camera(), each));
        return Page.whole(seen.stream()
                .map(camera -> view(camera, open.getOrDefault(camera.id(), List.of()), week.get(camera.id()), now))
                .filter(camera -> !camera.incidents().isEmpty()
                        || !camera.faults().isEmpty()
                        || camera.state().equals(CameraState.DOWN.name()))
                .sorted(Comparator.comparing(
                                (IllCamera camera) -> !camera.state().equals(CameraState.DOWN.name()))
                        .thenComparing(camera -> Priority.valueOf(camera.priority()))
                        .thenComparing(camera -> -camera.faults().size())
                        .thenComparing(camera -> -camera.downShare7d())
                        .thenComparing(IllCamera::name))
                .limit(limit)
                .toList());
    }

    private IllCamera view(CameraEntry camera, List<Incident> open, @Nullable Availability week, Instant now) {
        CameraConditions.Condition condition = conditions.of(camera.id()).orElse(null);
        List<FaultView> faults = new ArrayList<>();
        for (Evidence evidence : book.of(camera.id())) {
            if (evidence.outcome() == Evidence.Outcome.BAD) {
                double age = Duration.between(evidence.observedAt(), now).toMillis() / 1000.0;
                faults.add(new FaultView(evidence.layer().name(), evidence.detail(), Math.max(0, age)));
            }
        }
        Priority most = open.stream()
                .map(Incident::priority)
                .min(Comparator.naturalOrder())
                .orElse(Priority.LOW);
        Area area = registry.directory().area(camera.details().area()).orElse(null);
        return new IllCamera(
                camera.id().toString(),
                camera.details().name(),
                camera.details().area().toString(),
                area == null ? "" : area.name(),
                condition == null
                        ? CameraState.UNKNOWN.name()
                        : condition.state().name(),
                condition == null ? null : condition.since(),
                condition == null ? "nothing was observed yet" : condition.because(),
                most.name(),
                condition == null ? null : condition.lastGood(),
                faults,
                open.stream().map(incident -> incident.id().toString()).toList(),
                week == null || week.watchedSeconds() == 0 ? 0 : week.downSeconds() / week.watchedSeconds());
    }

    @Operation(summary = "States and incidents of one camera, newest first")
    @GetMapping("/api/v1/cameras/{id}/timeline")
    Page<Happened> timeline(@PathVariable String id, @RequestParam(defaultValue = "100") int limit, CurrentUser user) {
        CameraId camera;
        try {
            camera = CameraId.parse(id);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        access.require(user, Action.SEE_CAMERA, camera);
        if (limit < 1 || limit > MOST) {
            throw ApiProblem.invalid("limit", limit, "1 to " + MOST);
        }
        List<Happened> all = new ArrayList<>();
        for (PostgresFigures.StateChange change : figures.states(camera, limit)) {
            all.add(new Happened(change.at(), "STATE", change.state(), change.because(), null, null, null));
        }
        if (access.allows(user, Action.SEE_INCIDENTS, camera)) {
            for (Incident incident : alarms.ofCamera(camera, limit)) {
                // Words about the whole would tell of cameras that the caller may not see.
                boolean whole =
                        incident.cameras().stream().allMatch(each -> access.allows(user, Action.SEE_INCIDENTS, each));
                all.add(new Happened(
                        incident.raisedAt(),
                        "INCIDENT",
                        incident.state().name(),
                        null,
                        incident.id().toString(),
                        incident.kind().name(),
                        whole ? incident.cause() : "part of a wider outage"));
            }
        }
        return Page.whole(all.stream()
                .sorted(Comparator.comparing(Happened::at).reversed())
                .limit(limit)
                .toList());
    }

    private static AreaId area(String text) {
        try {
            return AreaId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.invalid("area", text, "id of an area");
        }
    }
}
