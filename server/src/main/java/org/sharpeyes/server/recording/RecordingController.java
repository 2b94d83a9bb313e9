package org.sharpeyes.server.recording;

import io.swagger.v3.oas.annotations.Operation;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.plan.WeeklyHours;
import org.sharpeyes.recording.recorder.Recorders;
import org.sharpeyes.recording.recorder.RecordingStatus;
import org.sharpeyes.recording.retention.RetentionRule;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Plans, what the recorder does, and time lines. */
@RestController
class RecordingController {
    private static final Duration LONGEST_LINE = Duration.ofDays(31);

    private final RecordingOffice office;
    private final Recorders recorders;
    private final RecordingLibrary library;
    private final Registry registry;
    private final Access access;
    private final InstantSource clock;

    RecordingController(
            RecordingOffice office,
            Recorders recorders,
            RecordingLibrary library,
            Registry registry,
            Access access,
            InstantSource clock) {
        this.office = office;
        this.recorders = recorders;
        this.library = library;
        this.registry = registry;
        this.access = access;
        this.clock = clock;
    }

    /** @param days {@code MON} to {@code SUN}; {@code to} before {@code from} runs over midnight */
    record HoursJson(List<String> days, String from, String to) {}

    /** @param mode {@code off}, {@code continuous}, {@code schedule}, {@code event} */
    record PlanJson(
            @Nullable String mode,
            @Nullable String profile,
            @Nullable List<HoursJson> schedule,
            @Nullable String preRoll,
            @Nullable String postRoll) {}

    record KeepJson(int minimumDays, int maximumDays, String rule) {}

    /** @param state OFF, WAITING, RECORDING, GAP; with {@code cause} and {@code detail} for a gap */
    record StateView(
            String cameraId,
            String name,
            PlanJson plan,
            String state,
            @Nullable Instant since,
            @Nullable String cause,
            @Nullable String detail,
            KeepJson retention) {}

    record EventJson(@Nullable String reason) {}

    @Operation(summary = "What is to be recorded of a camera, and what the recorder does")
    @GetMapping("/api/v1/cameras/{id}/recording")
    StateView recording(@PathVariable String id, CurrentUser user) {
        CameraId camera = visible(id, user);
        return view(camera, recorders.plans().getOrDefault(camera, RecordingPlan.off()));
    }

    @Operation(summary = "All recording plans of cameras that the caller sees")
    @GetMapping("/api/v1/recording/plans")
    Page<StateView> plans(CurrentUser user) {
        return Page.whole(recorders.plans().entrySet().stream()
                .filter(entry -> access.visible(user, entry.getKey()))
                .map(entry -> view(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(StateView::name))
                .toList());
    }

    @Operation(summary = "Sets what is to be recorded of a camera")
    @PutMapping("/api/v1/cameras/{id}/recording/plan")
    StateView plan(@PathVariable String id, @RequestBody PlanJson body, CurrentUser user) {
        CameraId camera = camera(id);
        String rule = access.require(user, Action.EDIT_REGISTRY, camera);
        RecordingPlan plan = plan(body);
        access.record(user, "PLAN_RECORDING", camera, plan.mode().text(), "", rule);
        office.plan(camera, plan);
        return view(camera, plan);
    }

    @Operation(summary = "Marks an event now: a plan by events keeps what was before it and what comes after")
    @PostMapping("/api/v1/cameras/{id}/recording/events")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void event(@PathVariable String id, @RequestBody(required = false) @Nullable EventJson body, CurrentUser user) {
        CameraId camera = camera(id);
        String rule = access.require(user, Action.VIEW_LIVE, camera);
        String reason = body == null || body.reason() == null ? "" : body.reason();
        if (reason.length() > 200) {
            throw ApiProblem.invalid("reason", reason, "at most 200 characters");
        }
        access.record(user, "MARK_EVENT", camera, "recording", reason, rule);
        recorders.event(camera, clock.instant());
    }

    @Operation(summary = "Time line of a camera: what is recorded, what is missing and why")
    @GetMapping("/api/v1/cameras/{id}/recordings")
    RecordingViews.TimeLine recordings(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "main") String profile,
            CurrentUser user) {
        CameraId camera = camera(id);
        if (!access.allows(user, Action.PLAY_BACK, camera)) {
            access.require(user, Action.SEARCH_RECORDINGS, camera);
        }
        if (from == null) {
            throw ApiProblem.invalid("from", null, "a time with offset");
        }
        if (to == null || !from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST_LINE) > 0) {
            throw ApiProblem.invalid("to", to, "after from, at most 31 days later");
        }
        return RecordingViews.TimeLine.of(
                library.find(new StreamKey(camera, profile(profile)), new TimeWindow(from, to)));
    }

    private StateView view(CameraId camera, RecordingPlan plan) {
        RecordingStatus status = recorders.status(camera).orElse(null);
        RetentionRule rule = office.rule(camera);
        return new StateView(
                camera.toString(),
                registry.directory()
                        .camera(camera)
                        .map(entry -> entry.details().name())
                        .orElse(""),
                json(plan),
                status == null
                        ? RecordingStatus.State.OFF.name()
                        : status.state().name(),
                status == null ? null : status.since(),
                status == null || status.cause() == null ? null : status.cause().text(),
                status == null ? null : status.detail(),
                new KeepJson(rule.minimumDays(), rule.maximumDays(), rule.name()));
    }

    private static PlanJson json(RecordingPlan plan) {
        return new PlanJson(
                plan.mode().text(),
                plan.profile().text(),
                plan.hours().stream()
                        .map(each -> new HoursJson(
                                each.days().stream()
                                        .sorted()
                                        .map(day -> day.name().substring(0, 3))
                                        .toList(),
                                each.from().toString(),
                                each.to().toString()))
                        .toList(),
                plan.preRoll().toString(),
                plan.postRoll().toString());
    }

    private static RecordingPlan plan(PlanJson body) {
        String mode = body.mode();
        if (mode == null) {
            throw ApiProblem.invalid("mode", null, "off, continuous, schedule or event");
        }
        try {
            RecordingPlan usual = RecordingPlan.continuous();
            return new RecordingPlan(
                    RecordingPlan.Mode.parse(mode),
                    body.profile() == null ? StreamProfile.MAIN : StreamProfile.parse(body.profile()),
                    body.schedule() == null
                            ? List.of()
                            : body.schedule().stream()
                                    .map(RecordingController::hours)
                                    .toList(),
                    body.preRoll() == null ? usual.preRoll() : Duration.parse(body.preRoll()),
                    body.postRoll() == null ? usual.postRoll() : Duration.parse(body.postRoll()));
        } catch (IllegalArgumentException | DateTimeParseException wrong) {
            throw ApiProblem.invalid("plan", mode, String.valueOf(wrong.getMessage()));
        }
    }

    private static WeeklyHours hours(HoursJson json) {
        Map<String, DayOfWeek> names = Arrays.stream(DayOfWeek.values())
                .collect(Collectors.toMap(day -> day.name().substring(0, 3), day -> day));
        Set<DayOfWeek> days = json.days().stream()
                .map(name -> {
                    DayOfWeek day = names.get(name);
                    if (day == null) {
                        throw new IllegalArgumentException("days: \"" + name + "\" (expected: MON to SUN)");
                    }
                    return day;
                })
                .collect(Collectors.toSet());
        return new WeeklyHours(days, LocalTime.parse(json.from()), LocalTime.parse(json.to()));
    }

    static StreamProfile profile(String text) {
        try {
            return StreamProfile.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw ApiProblem.invalid("profile", text, "main or sub");
        }
    }

    private CameraId visible(String id, CurrentUser user) {
        CameraId camera = camera(id);
        if (!access.visible(user, camera)) {
            throw ApiProblem.notFound();
        }
        return registry.directory().camera(camera).map(CameraEntry::id).orElseThrow(ApiProblem::notFound);
    }

    static CameraId camera(String id) {
        try {
            return CameraId.parse(id);
        } catch (IllegalArgumentException notAnId) {
            throw ApiProblem.notFound();
        }
    }
}
