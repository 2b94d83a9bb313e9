package org.sharpeyes.server.security;

import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.register.AccessEvent;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.register.RegisterUnavailable;
import org.sharpeyes.model.AccessDecision;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;
import org.sharpeyes.server.http.ApiProblem;

/**
 * What controllers ask about rights: decisions as exceptions with the right status, and the access record. Thread-safe;
 * only {@link #record} blocks.
 */
public final class Access {
    private final AccessControl control;
    private final AccessRegister register;
    private final InstantSource clock;

    Access(AccessControl control, AccessRegister register, InstantSource clock) {
        this.control = control;
        this.register = register;
        this.clock = clock;
    }

    /**
     * @return by which rule it is allowed, for the record
     * @throws ApiProblem 404 when the caller may not know of the camera, 403 when he may not do this with it
     */
    public String require(CurrentUser user, Action action, CameraId camera) {
        return allowedOrThrow(control.decide(user.id(), action, camera));
    }

    /** As {@link #require(CurrentUser, Action, CameraId)}, for an area as a whole. */
    public String require(CurrentUser user, Action action, AreaId area) {
        return allowedOrThrow(control.decide(user.id(), action, area));
    }

    /** For what belongs to no area: the caller has the right somewhere at least. */
    public String require(CurrentUser user, Action action) {
        return allowedOrThrow(control.decide(user.id(), action));
    }

    /** Whether the caller may know of the camera: for lists, counts and events. */
    public boolean visible(CurrentUser user, CameraId camera) {
        return allows(user, Action.SEE_CAMERA, camera);
    }

    public boolean allows(CurrentUser user, Action action, CameraId camera) {
        return control.decide(user.id(), action, camera).allowed();
    }

    public boolean allows(CurrentUser user, Action action, AreaId area) {
        return control.decide(user.id(), action, area).allowed();
    }

    public boolean allows(CurrentUser user, Action action) {
        return control.decide(user.id(), action).allowed();
    }

    /** Writes the access record; call it before the thing happens. Blocks until the record is durable. */
    public void record(
            CurrentUser user, String action, @Nullable CameraId camera, String object, String purpose, String rule) {
        record(user.id(), user.username(), user.address(), action, camera, object, purpose, rule);
    }

    /** As above, for what belongs to a case. */
    public void record(
            CurrentUser user,
            String action,
            @Nullable CameraId camera,
            String object,
            String purpose,
            String rule,
            String caseNumber) {
        register.write(event(user, action, camera, object, purpose, rule, caseNumber));
    }

    /**
     * Writes the record of what must not happen while the register is away: the local journal does not stand in.
     *
     * @throws ApiProblem 503 if the register cannot take it now
     */
    public void recordInChain(
            CurrentUser user, String action, String object, String purpose, String rule, String caseNumber) {
        try {
            register.seal(event(user, action, null, object, purpose, rule, caseNumber));
        } catch (RegisterUnavailable away) {
            throw ApiProblem.retryLater(
                    ApiProblem.Type.UNAVAILABLE, "the access register is away: nothing can be exported", 10);
        }
    }

    private AccessEvent event(
            CurrentUser user,
            String action,
            @Nullable CameraId camera,
            String object,
            String purpose,
            String rule,
            String caseNumber) {
        return new AccessEvent(
                UUID.randomUUID(),
                clock.instant(),
                user.id(),
                user.username(),
                action,
                camera,
                object,
                purpose,
                user.address(),
                rule,
                caseNumber);
    }

    /** As above, for somebody who did not come by HTTP. */
    public void record(
            UserId user,
            String username,
            String client,
            String action,
            @Nullable CameraId camera,
            String object,
            String purpose,
            String rule) {
        register.write(new AccessEvent(
                UUID.randomUUID(), clock.instant(), user, username, action, camera, object, purpose, client, rule));
    }

    private static String allowedOrThrow(AccessDecision decision) {
        if (decision instanceof AccessDecision.Allowed allowed) {
            return allowed.rule();
        }
        if (decision instanceof AccessDecision.Forbidden forbidden) {
            throw ApiProblem.forbidden(forbidden.reason());
        }
        throw ApiProblem.notFound();
    }
}
