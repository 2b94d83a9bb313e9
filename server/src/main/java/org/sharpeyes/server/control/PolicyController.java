package org.sharpeyes.server.control;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.request.ApprovalPolicies;
import org.sharpeyes.access.request.ApprovalPolicy;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;
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

/** What requests need in an area before anything opens; for the security administrator. */
@RestController
@RequestMapping("/api/v1/approval-policies")
class PolicyController {
    private final ApprovalPolicies policies;
    private final Registry registry;
    private final Access access;

    PolicyController(ApprovalPolicies policies, Registry registry, Access access) {
        this.policies = policies;
        this.registry = registry;
        this.access = access;
    }

    /** @param area {@code null} for what holds where no area has its own */
    record PolicyView(
            @Nullable String area,
            @Nullable Integer persons,
            @Nullable Boolean supervisor,
            @Nullable Boolean breakGlass,
            @Nullable String breakGlassFor) {
        static PolicyView of(@Nullable AreaId area, ApprovalPolicy policy) {
            return new PolicyView(
                    area == null ? null : area.toString(),
                    policy.persons(),
                    policy.supervisor(),
                    policy.breakGlass(),
                    policy.breakGlassFor().toString());
        }
    }

    record PoliciesView(PolicyView general, List<PolicyView> items) {}

    @Operation(summary = "The general policy, and those that areas have of their own")
    @GetMapping
    PoliciesView list(CurrentUser user) {
        access.require(user, Action.MANAGE_RIGHTS);
        return new PoliciesView(
                PolicyView.of(null, policies.general()),
                policies.own().entrySet().stream()
                        .map(own -> PolicyView.of(own.getKey(), own.getValue()))
                        .toList());
    }

    @Operation(summary = "Set the policy of an area; requests that are pending keep theirs")
    @PutMapping("/{area}")
    PolicyView put(@PathVariable String area, @RequestBody PolicyView body, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_RIGHTS);
        AreaId id = area(area);
        Integer persons = body.persons();
        if (persons == null) {
            throw ApiProblem.invalid("persons", null, "1 or 2");
        }
        ApprovalPolicy policy = new ApprovalPolicy(
                persons,
                Boolean.TRUE.equals(body.supervisor()),
                Boolean.TRUE.equals(body.breakGlass()),
                body.breakGlassFor() == null ? policies.general().breakGlassFor() : duration(body.breakGlassFor()));
        access.record(user, "SET_APPROVAL_POLICY", null, "area " + id + ": " + policy, "", rule);
        policies.put(id, policy, user.id());
        return PolicyView.of(id, policy);
    }

    @Operation(summary = "Remove the policy of an area; that of the area above holds again")
    @DeleteMapping("/{area}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String area, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_RIGHTS);
        AreaId id = area(area);
        if (!policies.own().containsKey(id)) {
            throw ApiProblem.notFound();
        }
        access.record(user, "REMOVE_APPROVAL_POLICY", null, "area " + id, "", rule);
        policies.remove(id, user.id());
    }

    private AreaId area(String text) {
        try {
            AreaId id = AreaId.parse(text);
            return registry.directory().area(id).map(Area::id).orElseThrow(ApiProblem::notFound);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException none) {
            throw ApiProblem.invalid("breakGlassFor", text, "an ISO-8601 duration such as PT1H");
        }
    }
}
