package org.sharpeyes.alarm.incident;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.IncidentId;

/**
 * One fault, as it stands. Immutable; what happened to it is its {@link HistoryEntry history}.
 *
 * @param version number of the last history entry, from 1
 * @param cause why the engine believes in it, in words; names the evidence
 * @param cameras every camera the fault took along since it was raised (again), sorted
 * @param parent the wider incident that explains this one, which then keeps silent
 * @param reopened how often it came back within a day of closing
 * @param escalation how many steps of escalation were taken because nobody acknowledged it
 */
public record Incident(
        IncidentId id,
        int version,
        IncidentKind kind,
        Subject subject,
        Priority priority,
        IncidentState state,
        String cause,
        Set<CameraId> cameras,
        @Nullable IncidentId parent,
        boolean flapping,
        int reopened,
        int escalation,
        @Nullable String acknowledgedBy,
        @Nullable String assignee,
        Instant raisedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt) {
    public Incident {
        requireNonNull(id, "incident id");
        requireNonNull(kind, "kind");
        requireNonNull(subject, "subject");
        requireNonNull(priority, "priority");
        requireNonNull(state, "state");
        requireNonNull(cause, "cause");
        requireNonNull(raisedAt, "raised at");
        if (version < 1) {
            throw new IllegalArgumentException("version: " + version + " (expected: at least 1)");
        }
        if ((state == IncidentState.CLOSED) != (closedAt != null)) {
            throw new IllegalArgumentException(
                    "closed at: " + closedAt + " (expected: set exactly when CLOSED, state is " + state + ")");
        }
        cameras = Collections.unmodifiableSortedSet(new TreeSet<>(cameras));
    }

    public Incident withCameras(Set<CameraId> cameras) {
        return new Incident(
                id,
                version,
                kind,
                subject,
                priority,
                state,
                cause,
                cameras,
                parent,
                flapping,
                reopened,
                escalation,
                acknowledgedBy,
                assignee,
                raisedAt,
                resolvedAt,
                closedAt);
    }

    public boolean open() {
        return state.open();
    }
}
