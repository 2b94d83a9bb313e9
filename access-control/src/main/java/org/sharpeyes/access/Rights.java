package org.sharpeyes.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AccessDecision;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/** All rights at one moment. Immutable: an event loop decides by it without lock or SQL. */
final class Rights {
    static final Rights NONE = new Rights(Set.of(), List.of(), List.of());

    private final Set<UserId> activeUsers;
    private final Map<UserId, List<Assignment>> byUser;
    private final Map<CameraId, OpenedPoint> opened;

    /** @param activeUsers accounts that are not disabled */
    Rights(Set<UserId> activeUsers, Collection<Assignment> assignments, Collection<OpenedPoint> openedPoints) {
        this.activeUsers = Set.copyOf(activeUsers);
        Map<UserId, List<Assignment>> grouped = new HashMap<>();
        assignments.forEach(a ->
                grouped.computeIfAbsent(a.user(), user -> new ArrayList<>()).add(a));
        grouped.replaceAll((user, list) -> List.copyOf(list));
        this.byUser = Map.copyOf(grouped);
        Map<CameraId, OpenedPoint> points = new HashMap<>();
        openedPoints.forEach(point -> points.put(point.camera(), point));
        this.opened = Map.copyOf(points);
    }

    /** Decides about a camera; without the right to see it, the answer is the one for a camera that is not there. */
    AccessDecision decide(UserId user, Action action, CameraId camera, Places places, Instant now) {
        Places.Place place = places.of(camera);
        if (place == null) {
            return new AccessDecision.Hidden();
        }
        List<AreaId> lineage = place.area() == null ? List.of() : places.lineage(place.area());
        OpenedPoint point = opened.get(camera);
        boolean open = point != null && point.open(now);
        if (ruleFor(user, Action.SEE_CAMERA, lineage, place.pointClass(), open, now) == null) {
            return new AccessDecision.Hidden();
        }
        Assignment rule = ruleFor(user, action, lineage, place.pointClass(), open, now);
        return rule == null ? forbidden(action) : allowed(rule);
    }

    /** Decides about an area: what is done in it as a whole. */
    AccessDecision decide(UserId user, Action action, AreaId area, Places places, Instant now) {
        List<AreaId> lineage = places.lineage(area);
        if (lineage.isEmpty()) {
            return new AccessDecision.Hidden();
        }
        Assignment rule = ruleFor(user, action, lineage, "", false, now);
        if (rule != null) {
            return allowed(rule);
        }
        boolean knows = inForce(user, now)
                .anyMatch(a -> a.effect() == Assignment.Effect.ALLOW
                        && reaches(a, lineage)
                        && !a.role().onlyOpenedPoints());
        return knows ? forbidden(action) : new AccessDecision.Hidden();
    }

    /** Decides about what belongs to no area: accounts, the register, the system. */
    AccessDecision decide(UserId user, Action action, Instant now) {
        boolean denied = inForce(user, now)
                .anyMatch(a -> a.effect() == Assignment.Effect.DENY && a.covers(action) && a.area() == null);
        return inForce(user, now)
                .filter(a -> !denied && a.effect() == Assignment.Effect.ALLOW && a.covers(action))
                .findFirst()
                .map(Rights::allowed)
                .orElseGet(() -> forbidden(action));
    }

    Stream<Assignment> inForce(UserId user, Instant now) {
        return activeUsers.contains(user)
                ? byUser.getOrDefault(user, List.of()).stream().filter(a -> a.inForce(now))
                : Stream.empty();
    }

    /** When the next assignment or opening ends after {@code now}; {@code null} if none does. */
    @Nullable
    Instant nextExpiry(Instant now) {
        return Stream.concat(
                        byUser.values().stream().flatMap(List::stream).map(Assignment::expiresAt),
                        opened.values().stream().map(OpenedPoint::expiresAt))
                .filter(Objects::nonNull)
                .filter(expiry -> expiry.isAfter(now))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private @Nullable Assignment ruleFor(
            UserId user, Action action, List<AreaId> lineage, String pointClass, boolean open, Instant now) {
        Assignment allowing = null;
        for (Assignment assignment : inForce(user, now).toList()) {
            boolean matches = assignment.covers(action)
                    && reaches(assignment, lineage)
                    && (assignment.pointClasses().isEmpty()
                            || assignment.pointClasses().contains(pointClass));
            if (matches && assignment.effect() == Assignment.Effect.DENY) {
                return null;
            }
            if (matches && (open || !assignment.role().onlyOpenedPoints())) {
                allowing = assignment;
            }
        }
        return allowing;
    }

    private static boolean reaches(Assignment assignment, List<AreaId> lineage) {
        AreaId area = assignment.area();
        return area == null || lineage.contains(area);
    }

    private static AccessDecision allowed(Assignment rule) {
        return new AccessDecision.Allowed(rule.role().text() + " " + rule.id());
    }

    private static AccessDecision forbidden(Action action) {
        return new AccessDecision.Forbidden("none of your roles allows "
                + action.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " here");
    }
}
