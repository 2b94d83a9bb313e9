package org.sharpeyes.server.incidents;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.EscalationRule;
import org.sharpeyes.alarm.postgres.PostgresPlanStore;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who is told when nobody acknowledges: one rule an area at most. */
@RestController
@RequestMapping("/api/v1/escalation-rules")
class EscalationController {
    private final PostgresPlanStore store;
    private final AlarmService alarms;
    private final Registry registry;
    private final Access access;

    EscalationController(PostgresPlanStore store, AlarmService alarms, Registry registry, Access access) {
        this.store = store;
        this.alarms = alarms;
        this.registry = registry;
        this.access = access;
    }

    record NewRule(@Nullable Integer afterMinutes, @Nullable List<String> persons) {}

    record RuleView(String area, String areaName, long afterMinutes, List<String> persons) {}

    @Operation(summary = "Rules by area")
    @GetMapping
    Page<RuleView> list(CurrentUser user) {
        access.require(user, Action.MANAGE_SYSTEM);
        return Page.whole(store.escalationRules().stream().map(this::view).toList());
    }

    @Operation(summary = "After so many minutes without acknowledgement these persons are told")
    @PutMapping("/{area}")
    RuleView put(@PathVariable String area, @RequestBody NewRule body, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_SYSTEM);
        AreaId id = area(area);
        if (body.afterMinutes() == null) {
            throw ApiProblem.invalid("afterMinutes", null, "1 or more");
        }
        EscalationRule escalation = new EscalationRule(
                id, Duration.ofMinutes(body.afterMinutes()), body.persons() == null ? List.of() : body.persons());
        access.record(user, "SET_ESCALATION", null, "area " + id, String.join(", ", escalation.persons()), rule);
        store.put(escalation);
        alarms.plansChanged();
        return view(escalation);
    }

    @Operation(summary = "Nobody is told for this area; the areas around it keep their rules")
    @DeleteMapping("/{area}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String area, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_SYSTEM);
        AreaId id = area(area);
        access.record(user, "REMOVE_ESCALATION", null, "area " + id, "", rule);
        if (!store.removeRule(id)) {
            throw ApiProblem.notFound();
        }
        alarms.plansChanged();
    }

    private AreaId area(String text) {
        AreaId id;
        try {
            id = AreaId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
        if (registry.directory().area(id).isEmpty()) {
            throw ApiProblem.notFound();
        }
        return id;
    }

    private RuleView view(EscalationRule rule) {
        return new RuleView(
                rule.area().toString(),
                registry.directory().area(rule.area()).map(area -> area.name()).orElse(""),
                rule.after().toMinutes(),
                rule.persons());
    }
}
