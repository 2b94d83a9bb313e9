package org.sharpeyes.alarm;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentState;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.IncidentId;

/** The next version of an incident while it is being written: what is not set stays as it was. Used once. */
final class IncidentDraft {
    private final Incident was;
    private Priority priority;
    private IncidentState state;
    private String cause;
    private Set<CameraId> cameras;
    private @Nullable IncidentId parent;
    private boolean flapping;
    private int reopened;
    private int escalation;
    private @Nullable String acknowledgedBy;
    private @Nullable String assignee;
    private Instant raisedAt;
    private @Nullable Instant resolvedAt;
    private @Nullable Instant closedAt;

    IncidentDraft(Incident was) {
        this.was = was;
        this.priority = was.priority();
        this.state = was.state();
        this.cause = was.cause();
        this.cameras = was.cameras();
        this.parent = was.parent();
        this.flapping = was.flapping();
        this.reopened = was.reopened();
        this.escalation = was.escalation();
        this.acknowledgedBy = was.acknowledgedBy();
        this.assignee = was.assignee();
        this.raisedAt = was.raisedAt();
        this.resolvedAt = was.resolvedAt();
        this.closedAt = was.closedAt();
    }

    IncidentDraft priority(Priority priority) {
        this.priority = priority;
        return this;
    }

    IncidentDraft state(IncidentState state) {
        this.state = state;
        return this;
    }

    IncidentDraft cause(String cause) {
        this.cause = cause;
        return this;
    }

    IncidentDraft cameras(Set<CameraId> cameras) {
        this.cameras = cameras;
        return this;
    }

    IncidentDraft parent(@Nullable IncidentId parent) {
        this.parent = parent;
        return this;
    }

    IncidentDraft flapping(boolean flapping) {
        this.flapping = flapping;
        return this;
    }

    IncidentDraft escalation(int level) {
        this.escalation = level;
        return this;
    }

    IncidentDraft acknowledgedBy(String person) {
        this.acknowledgedBy = person;
        return this;
    }

    IncidentDraft assignee(String person) {
        this.assignee = person;
        return this;
    }

    IncidentDraft resolvedAt(Instant at) {
        this.resolvedAt = at;
        this.state = IncidentState.RESOLVED;
        return this;
    }

    IncidentDraft closedAt(Instant at) {
        this.closedAt = at;
        this.state = IncidentState.CLOSED;
        return this;
    }

    /** The same fault again: it starts over, but for who looks after it. */
    IncidentDraft reopenedAt(Instant at) {
        this.raisedAt = at;
        this.state = IncidentState.RAISED;
        this.reopened++;
        this.escalation = 0;
        this.parent = null;
        this.acknowledgedBy = null;
        this.resolvedAt = null;
        this.closedAt = null;
        return this;
    }

    Incident next() {
        return new Incident(
                was.id(),
                was.version() + 1,
                was.kind(),
                was.subject(),
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
}
