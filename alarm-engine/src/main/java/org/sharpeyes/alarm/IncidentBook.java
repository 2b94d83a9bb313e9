package org.sharpeyes.alarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.AlarmEffect.CommandDone;
import org.sharpeyes.alarm.AlarmEffect.CommandRefused;
import org.sharpeyes.alarm.AlarmEffect.IncidentChanged;
import org.sharpeyes.alarm.AlarmEffect.Refusal;
import org.sharpeyes.alarm.incident.HistoryEntry;
import org.sharpeyes.alarm.incident.HistoryEntry.What;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.IncidentState;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.IncidentId;

/**
 * The incidents that are open or may still be reopened, and every change to them: rules and persons alike. Each change is
 * one effect with one history entry. Confined to the engine's thread.
 */
final class IncidentBook {
    private final AlarmSettings settings;
    private final Supplier<IncidentId> ids;
    private final Map<IncidentId, OpenIncident> open = new LinkedHashMap<>();

    /** Closed within the reopening time, newest per subject and kind. */
    private final Map<String, Incident> closed = new LinkedHashMap<>();

    private List<AlarmEffect> effects = new ArrayList<>();

    IncidentBook(AlarmSettings settings, Supplier<IncidentId> ids) {
        this.settings = settings;
        this.ids = ids;
    }

    void writeTo(List<AlarmEffect> effects) {
        this.effects = effects;
    }

    Collection<OpenIncident> open() {
        return open.values();
    }

    OpenIncident restore(Incident incident, long now) {
        OpenIncident restored = new OpenIncident(incident, now);
        open.put(incident.id(), restored);
        return restored;
    }

    void restoreClosed(Incident incident) {
        closed.put(key(incident.kind(), incident.subject()), incident);
    }

    @Nullable
    OpenIncident find(IncidentId id) {
        return open.get(id);
    }

    /** Raises an incident, or reopens the same fault's last one if that closed within the reopening time. */
    OpenIncident raise(
            IncidentKind kind, Subject subject, String cause, Set<CameraId> cameras, boolean flapping, Moment now) {
        Incident last = closed.remove(key(kind, subject));
        Incident incident;
        What what;
        if (last != null && last.closedAt() != null && !olderThanReopening(last.closedAt(), now.wall())) {
            what = What.REOPENED;
            incident = new Incident(
                    last.id(),
                    last.version() + 1,
                    kind,
                    subject,
                    IncidentState.RAISED,
                    cause,
                    cameras,
                    null,
                    flapping,
                    last.reopened() + 1,
                    null,
                    last.assignee(),
                    now.wall(),
                    null,
                    null);
        } else {
            what = What.RAISED;
            incident = new Incident(
                    ids.get(),
                    1,
                    kind,
                    subject,
                    IncidentState.RAISED,
                    cause,
                    cameras,
                    null,
                    flapping,
                    0,
                    null,
                    null,
                    now.wall(),
                    null,
                    null);
        }
        OpenIncident raised = new OpenIncident(incident, now.nanos());
        raised.tellGapNanos = settings.siblingWait().toNanos();
        raised.tellJoinedAt = now.nanos() + raised.tellGapNanos;
        open.put(incident.id(), raised);
        emit(raised, what, HistoryEntry.ENGINE, cause, incident.cameras(), true, now.wall());
        return raised;
    }

    /** A camera more. Told together with others, at growing intervals: a mass outage is few messages. */
    void join(OpenIncident into, CameraId camera) {
        if (into.cameras.add(camera)) {
            into.untold.add(camera);
        }
    }

    void tellJoined(OpenIncident into, String cause, Moment now) {
        if (into.untold.isEmpty() || now.nanos() < into.tellJoinedAt) {
            return;
        }
        into.tellGapNanos =
                Math.min(into.tellGapNanos * 2, settings.closeAfter().toNanos());
        into.tellJoinedAt = now.nanos() + into.tellGapNanos;
        flushJoined(into, cause, now);
    }

    private void flushJoined(OpenIncident into, String cause, Moment now) {
        if (into.untold.isEmpty()) {
            return;
        }
        Set<CameraId> joined = Set.copyOf(into.untold);
        into.untold.clear();
        into.incident = with(into, into.incident.state(), cause);
        emit(into, What.CAMERAS_JOINED, HistoryEntry.ENGINE, cause, joined, into.parent == null, now.wall());
    }

    void absorb(OpenIncident child, OpenIncident parent, Moment now) {
        if (child == parent || child.parent == parent) {
            return;
        }
        if (child.parent != null) {
            child.parent.children.remove(child);
        }
        child.parent = parent;
        parent.children.add(child);
        child.incident = with(child, child.incident.state(), child.incident.cause());
        emit(
                child,
                What.ABSORBED,
                HistoryEntry.ENGINE,
                "part of: " + parent.incident.cause(),
                Set.of(),
                false,
                now.wall());
    }

    void flapping(OpenIncident incident, boolean flapping, String note, Moment now) {
        Incident was = incident.incident;
        incident.incident = new Incident(
                was.id(),
                was.version() + 1,
                was.kind(),
                was.subject(),
                was.state(),
                flapping ? note : was.cause(),
                incident.cameras,
                was.parent(),
                flapping,
                was.reopened(),
                was.acknowledgedBy(),
                was.assignee(),
                was.raisedAt(),
                was.resolvedAt(),
                null);
        emit(
                incident,
                flapping ? What.FLAPPING_STARTED : What.FLAPPING_STOPPED,
                HistoryEntry.ENGINE,
                note,
                Set.of(),
                flapping && incident.parent == null,
                now.wall());
    }

    /** Machine proof: the only way to the end. */
    void close(OpenIncident incident, String proof, Moment now) {
        flushJoined(incident, incident.incident.cause(), now);
        for (OpenIncident child : List.copyOf(incident.children)) {
            child.parent = null;
            child.incident = with(child, child.incident.state(), child.incident.cause());
            emit(child, What.SURFACED, HistoryEntry.ENGINE, "its wider cause has ended", Set.of(), true, now.wall());
        }
        incident.children.clear();
        if (incident.parent != null) {
            incident.parent.children.remove(incident);
        }
        Incident was = incident.incident;
        incident.incident = new Incident(
                was.id(),
                was.version() + 1,
                was.kind(),
                was.subject(),
                IncidentState.CLOSED,
                was.cause(),
                incident.cameras,
                was.parent(),
                was.flapping(),
                was.reopened(),
                was.acknowledgedBy(),
                was.assignee(),
                was.raisedAt(),
                was.resolvedAt(),
                now.wall());
        open.remove(was.id());
        closed.put(key(was.kind(), was.subject()), incident.incident);
        emit(incident, What.CLOSED, HistoryEntry.ENGINE, proof, Set.of(), true, now.wall());
    }

    void act(AlarmInput.PersonActed command, Moment now) {
        OpenIncident found = open.get(command.incident());
        if (found == null) {
            boolean justClosed =
                    closed.values().stream().anyMatch(incident -> incident.id().equals(command.incident()));
            effects.add(
                    justClosed
                            ? new CommandRefused(command.command(), Refusal.NOT_IN_THIS_STATE, "the incident is closed")
                            : new CommandRefused(command.command(), Refusal.UNKNOWN_INCIDENT, "no such open incident"));
            return;
        }
        PersonAction action = command.action();
        Incident was = found.incident;
        if (was.state() == IncidentState.RESOLVED && !(action instanceof PersonAction.Comment)) {
            effects.add(new CommandRefused(
                    command.command(), Refusal.NOT_IN_THIS_STATE, "it is resolved and waits for machine proof"));
            return;
        }
        IncidentState state = was.state();
        String acknowledgedBy = was.acknowledgedBy();
        String assignee = was.assignee();
        Instant resolvedAt = was.resolvedAt();
        What what;
        String note = action.note();
        if (action instanceof PersonAction.Acknowledge) {
            if (acknowledgedBy != null) {
                effects.add(
                        new CommandRefused(command.command(), Refusal.NOT_IN_THIS_STATE, "it is acknowledged already"));
                return;
            }
            what = What.ACKNOWLEDGED;
            acknowledgedBy = command.actor();
            state = state == IncidentState.RAISED ? IncidentState.ACKNOWLEDGED : state;
        } else if (action instanceof PersonAction.Assign assign) {
            what = What.ASSIGNED;
            assignee = assign.assignee();
            state = IncidentState.ASSIGNED;
            note = note.isEmpty() ? "to " + assignee : "to " + assignee + ": " + note;
        } else if (action instanceof PersonAction.Comment) {
            what = What.COMMENTED;
        } else if (action instanceof PersonAction.Resolve) {
            what = What.RESOLVED;
            state = IncidentState.RESOLVED;
            resolvedAt = now.wall();
        } else {
            throw new IllegalStateException("no rule for " + action);
        }
        found.incident = new Incident(
                was.id(),
                was.version() + 1,
                was.kind(),
                was.subject(),
                state,
                was.cause(),
                was.cameras(),
                was.parent(),
                was.flapping(),
                was.reopened(),
                acknowledgedBy,
                assignee,
                was.raisedAt(),
                resolvedAt,
                null);
        emit(found, what, command.actor(), note, Set.of(), true, now.wall());
        effects.add(new CommandDone(command.command(), found.incident));
    }

    /** Forgets what is too old to be reopened. */
    void forgetOld(Moment now) {
        closed.values()
                .removeIf(
                        incident -> incident.closedAt() != null && olderThanReopening(incident.closedAt(), now.wall()));
    }

    private boolean olderThanReopening(Instant closedAt, Instant now) {
        return closedAt.plus(settings.reopenWithin()).isBefore(now);
    }

    private static Incident with(OpenIncident incident, IncidentState state, String cause) {
        Incident was = incident.incident;
        return new Incident(
                was.id(),
                was.version() + 1,
                was.kind(),
                was.subject(),
                state,
                cause,
                incident.cameras,
                incident.parent == null ? null : incident.parent.incident.id(),
                was.flapping(),
                was.reopened(),
                was.acknowledgedBy(),
                was.assignee(),
                was.raisedAt(),
                was.resolvedAt(),
                was.closedAt());
    }

    private void emit(
            OpenIncident incident,
            What what,
            String actor,
            String note,
            Set<CameraId> joined,
            boolean tell,
            Instant at) {
        Incident now = incident.incident;
        effects.add(new IncidentChanged(
                now, new HistoryEntry(now.id(), now.version(), what, actor, note, at), joined, tell));
    }

    private static String key(IncidentKind kind, Subject subject) {
        return kind + " " + subject.key();
    }
}
