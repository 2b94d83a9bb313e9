package org.sharpeyes.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.UserId;

/**
 * A role that somebody has in an area and all below it.
 *
 * @param effect a denial wins over every allowance, however near
 * @param area top of the subtree; {@code null} for the whole tree
 * @param pointClasses classes of points it is limited to; empty for all
 * @param actions actions of the role it is limited to; empty for all
 * @param expiresAt when it ends by itself; {@code null} for never
 */
public record Assignment(
        UUID id,
        UserId user,
        Role role,
        Effect effect,
        @Nullable AreaId area,
        Set<String> pointClasses,
        Set<Action> actions,
        @Nullable Instant expiresAt) {

    /** What it does with what it matches. */
    public enum Effect {
        ALLOW,
        DENY
    }

    public Assignment {
        requireNonNull(id, "id");
        requireNonNull(user, "user");
        requireNonNull(role, "role");
        requireNonNull(effect, "effect");
        pointClasses = Set.copyOf(pointClasses);
        actions = Set.copyOf(actions);
    }

    /** A plain allowance of a whole role. */
    public static Assignment allow(UserId user, Role role, @Nullable AreaId area) {
        return new Assignment(UUID.randomUUID(), user, role, Effect.ALLOW, area, Set.of(), Set.of(), null);
    }

    boolean inForce(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    boolean covers(Action action) {
        return role.allows(action) && (actions.isEmpty() || actions.contains(action));
    }
}
