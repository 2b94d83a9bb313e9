package org.sharpeyes.desk.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.desk.DeskProblem;
import org.sharpeyes.desk.Words;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.UserId;

/**
 * What a person saw, and how somebody saw to it. Immutable; each step gives the next version.
 *
 * @param id chosen by who reports, so that a report that is sent twice arrives once
 * @param camera {@code null} when it was not seen on one
 * @param location {@code null} when not known
 * @param at when it was seen
 * @param assignee user name or department; {@code null} before the first
 * @param stars 1 to 5; {@code null} before it is rated
 */
public record WallEvent(
        UUID id,
        WallEventKind kind,
        WallEventState state,
        String text,
        @Nullable CameraId camera,
        @Nullable AreaId area,
        @Nullable GeoPoint location,
        Instant at,
        UserId reporter,
        String reporterName,
        @Nullable String assignee,
        @Nullable Integer stars,
        Instant changedAt,
        int version) {
    private static final int LONGEST_TEXT = 2_000;

    public WallEvent {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(state, "state");
        requireNonNull(at, "at");
        text = Words.checked("text", text, 0, LONGEST_TEXT);
        if (stars != null && (stars < 1 || stars > 5)) {
            throw new IllegalArgumentException("stars: " + stars + " (expected: 1 to 5)");
        }
    }

    /** @throws DeskProblem if it is closed */
    public WallEvent assign(String to, Instant now) {
        need("assigned", WallEventState.REPORTED, WallEventState.ASSIGNED, WallEventState.ANSWERED);
        return next(WallEventState.ASSIGNED, Words.checked("assignee", to, 1, 80), null, now);
    }

    /** @throws DeskProblem unless it is assigned or was answered already */
    public WallEvent answer(Instant now) {
        need("answered", WallEventState.ASSIGNED, WallEventState.ANSWERED);
        return next(WallEventState.ANSWERED, assignee, null, now);
    }

    /** @throws DeskProblem unless it was answered */
    public WallEvent rate(int given, Instant now) {
        need("rated", WallEventState.ANSWERED, WallEventState.RATED);
        return next(WallEventState.RATED, assignee, given, now);
    }

    /** @throws DeskProblem while somebody works on it */
    public WallEvent close(Instant now) {
        need("closed", WallEventState.REPORTED, WallEventState.ANSWERED, WallEventState.RATED);
        return next(WallEventState.CLOSED, assignee, stars, now);
    }

    private void need(String what, WallEventState first, WallEventState... more) {
        Set<WallEventState> allowed = EnumSet.of(first, more);
        if (!allowed.contains(state)) {
            throw DeskProblem.conflict(
                    "the event is " + state + " and cannot be " + what + " (expected: " + allowed + ")");
        }
    }

    private WallEvent next(WallEventState to, @Nullable String who, @Nullable Integer given, Instant now) {
        return new WallEvent(
                id, kind, to, text, camera, area, location, at, reporter, reporterName, who, given, now, version + 1);
    }
}
