package org.sharpeyes.server.incidents;

import io.swagger.v3.oas.annotations.Operation;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.MaintenanceWindow;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.planning.CalendarWindows;
import org.sharpeyes.alarm.planning.CsvWindows;
import org.sharpeyes.alarm.planning.PlannedWindow;
import org.sharpeyes.alarm.planning.WindowList;
import org.sharpeyes.alarm.postgres.PostgresPlanStore;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Planned work: by hand, from a list, from a calendar. */
@RestController
@RequestMapping("/api/v1/maintenance-windows")
class MaintenanceController {
    private final PostgresPlanStore store;
    private final AlarmService alarms;
    private final Registry registry;
    private final Access access;
    private final InstantSource clock;

    MaintenanceController(
            PostgresPlanStore store, AlarmService alarms, Registry registry, Access access, InstantSource clock) {
        this.store = store;
        this.alarms = alarms;
        this.registry = registry;
        this.access = access;
        this.clock = clock;
    }

    record NewWindow(
            @Nullable String scope,
            @Nullable String from,
            @Nullable String to,
            @Nullable String reason) {}

    record WindowView(
            String id,
            String scope,
            String scopeName,
            Instant from,
            Instant to,
            String reason,
            String source,
            String createdBy) {}

    /** @param known windows that were there already */
    record ImportView(int read, int added, int known, List<WindowList.Fault> faults, boolean dryRun) {}

    @Operation(summary = "Planned work that is under way or to come, of scopes that the caller may see")
    @GetMapping
    Page<WindowView> list(CurrentUser user) {
        access.require(user, Action.SEE_INCIDENTS);
        ScopeReader scopes = scopes(user);
        return Page.whole(store.windowsAfter(clock.instant()).stream()
                .filter(planned ->
                        scopes.allows(Action.SEE_INCIDENTS, planned.window().scope()))
                .map(planned -> view(planned, scopes))
                .toList());
    }

    @Operation(summary = "Say beforehand that cameras will be dark: they raise nothing meanwhile")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    WindowView add(@RequestBody NewWindow body, CurrentUser user) {
        String rule = access.require(user, Action.HANDLE_INCIDENTS);
        ScopeReader scopes = scopes(user);
        Subject scope = scopes.find(String.valueOf(body.scope()))
                .orElseThrow(() -> ApiProblem.invalid(
                        "scope", body.scope(), "camera:, dependency:, area: with its id, a point code or a name"));
        if (!scopes.allows(Action.HANDLE_INCIDENTS, scope)) {
            throw ApiProblem.forbidden("none of your roles allows HANDLE_INCIDENTS for all of it");
        }
        TimeWindow when = new TimeWindow(instant("from", body.from()), instant("to", body.to()));
        UUID id = UUID.randomUUID();
        PlannedWindow planned = new PlannedWindow(
                id,
                new MaintenanceWindow(scope, when, body.reason() == null ? "" : body.reason()),
                PlannedWindow.Source.BY_HAND,
                "hand " + id,
                user.username());
        access.record(
                user,
                "PLAN_WORK",
                null,
                scope.key() + " " + when,
                planned.window().reason(),
                rule);
        store.add(List.of(planned));
        alarms.plansChanged();
        return view(planned, scopes);
    }

    @Operation(summary = "The work is off, or done earlier")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id, CurrentUser user) {
        String rule = access.require(user, Action.HANDLE_INCIDENTS);
        ScopeReader scopes = scopes(user);
        PlannedWindow planned = store.windowsAfter(clock.instant()).stream()
                .filter(each -> each.id().toString().equals(id))
                .filter(each ->
                        scopes.allows(Action.SEE_INCIDENTS, each.window().scope()))
                .findFirst()
                .orElseThrow(ApiProblem::notFound);
        if (!scopes.allows(Action.HANDLE_INCIDENTS, planned.window().scope())) {
            throw ApiProblem.forbidden("none of your roles allows HANDLE_INCIDENTS for all of it");
        }
        access.record(user, "CANCEL_WORK", null, planned.window().scope().key(), "", rule);
        store.remove(planned.id());
        alarms.plansChanged();
    }

    @Operation(
            summary = "Planned work of others: text/csv (scope,from,to,reason) or text/calendar (iCalendar)",
            description =
                    "All or nothing. Importing the same again changes nothing. dryRun=true only says what would be.")
    @PostMapping("/imports")
    ImportView imports(
            CurrentUser user,
            @RequestHeader(name = "Content-Type", required = false) @Nullable String type,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestBody(required = false) byte @Nullable [] body) {
        String rule = access.require(user, Action.HANDLE_INCIDENTS);
        boolean calendar = type != null && type.startsWith("text/calendar");
        if (!calendar && (type == null || !type.startsWith("text/csv"))) {
            throw ApiProblem.invalid("Content-Type", type, "text/csv or text/calendar");
        }
        String text = new String(body == null ? new byte[0] : body, StandardCharsets.UTF_8);
        WindowList list = calendar ? CalendarWindows.read(text, ZoneId.systemDefault()) : CsvWindows.read(text);
        List<WindowList.Fault> faults = new ArrayList<>(list.faults());
        List<PlannedWindow> windows = new ArrayList<>();
        ScopeReader scopes = scopes(user);
        for (WindowList.Entry entry : list.entries()) {
            Subject scope = scopes.find(entry.scope()).orElse(null);
            if (scope == null || !scopes.allows(Action.HANDLE_INCIDENTS, scope)) {
                faults.add(new WindowList.Fault(
                        entry.line(), "scope", entry.scope(), "something whose incidents you may handle, named once"));
                continue;
            }
            windows.add(new PlannedWindow(
                    UUID.randomUUID(),
                    new MaintenanceWindow(scope, new TimeWindow(entry.from(), entry.to()), entry.reason()),
                    calendar ? PlannedWindow.Source.ICALENDAR : PlannedWindow.Source.CSV,
                    entry.origin(),
                    user.username()));
        }
        int read = list.entries().size();
        if (!faults.isEmpty() || dryRun) {
            return new ImportView(read, 0, 0, faults, dryRun);
        }
        access.record(user, "IMPORT_PLANNED_WORK", null, windows.size() + " windows", "", rule);
        int added = store.add(windows);
        alarms.plansChanged();
        return new ImportView(read, added, windows.size() - added, faults, false);
    }

    private ScopeReader scopes(CurrentUser user) {
        return new ScopeReader(registry.directory(), access, user);
    }

    private static Instant instant(String field, @Nullable String value) {
        try {
            return OffsetDateTime.parse(String.valueOf(value)).toInstant();
        } catch (DateTimeException wrong) {
            throw ApiProblem.invalid(field, value, "a time with offset, as 2026-12-01T22:00:00+08:00");
        }
    }

    private static WindowView view(PlannedWindow planned, ScopeReader scopes) {
        MaintenanceWindow window = planned.window();
        return new WindowView(
                planned.id().toString(),
                window.scope().key(),
                scopes.name(window.scope()),
                window.when().from(),
                window.when().to(),
                window.reason(),
                planned.source().name(),
                planned.createdBy());
    }
}
