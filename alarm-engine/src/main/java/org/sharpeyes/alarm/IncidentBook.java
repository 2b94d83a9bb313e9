package org.sharpeyes.alarm;

import java.time.Duration;
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
import org.sharpeyes.alarm.topology.Weight;
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

    /** Takes up one that was open before a restart; how long it has been raised counts on. */
    void restore(Incident incident, Moment now) {
        long age = Duration.between(incident.raisedAt(), now.wall()).toNanos();
        OpenIncident restored = new OpenIncident(incident, now.nanos() - Math.max(0, age));
        open.put(incident.id(), restored);
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
            IncidentKind kind,
            Subject subject,
            String cause,
            Set<CameraId> cameras,
            boolean flapping,
            Weight weight,
            Moment now) {
        Incident last = closed.remove(key(kind, subject));
        Incident again = last != null && last.closedAt() != null && !olderThanReopening(last.closedAt(), now.wall())
                ? last
                : null;
        Incident incident = again != null
                ? new IncidentDraft(again)
                        .reopenedAt(now.wall())
                        .priority(kind.priority(weight))
                        .cause(cause)
                        .cameras(cameras)
                        .flapping(flapping)
                        .next()
                : new Incident(
                        ids.get(),
                        1,
                        kind,
                        subject,
                        kind.priority(weight),
                        IncidentState.RAISED,
                        cause,
                        cameras,
                        null,
                        flapping,
                        0,
                        0,
                        null,
                        null,
                        now.wall(),
                        null,
                        null);
        OpenIncident raised = new OpenIncident(incident, now.nanos());
        raised.weight = weight;
        raised.tellGapNanos = settings.siblingWait().toNanos();
        raised.tellJoinedAt = now.nanos() + raised.tellGapNanos;
        open.put(incident.id(), raised);
        What what = again != null ? What.REOPENED : What.RAISED;
        emit(raised, what, HistoryEntry.ENGINE, cause, incident.cameras(), true, now.wall());
        return raised;
    }

    /** A camera more. Told together with others, at growing intervals: a mass outage is few messages. */
    void join(OpenIncident into, CameraId camera, Weight weight) {
        if (into.cameras.add(camera)) {
            into.untold.add(camera);
            into.weight = into.weight.heavier(weight);
        }
    }

    /** @param cause asked for only when there is something to tell */
    void tellJoined(OpenIncident into, Supplier<String> cause, Moment now) {
        if (into.untold.isEmpty() || now.nanos() < into.tellJoinedAt) {
            return;
        }
        into.tellGapNanos =
                Math.min(into.tellGapNanos * 2, settings.closeAfter().toNanos());
        into.tellJoinedAt = now.nanos() + into.tellGapNanos;
        flushJoined(into, cause.get(), now);
    }

    private void flushJoined(OpenIncident into, String cause, Moment now) {
        if (into.untold.isEmpty()) {
            return;
        }
        Set<CameraId> joined = Set.copyOf(into.untold);
        into.untold.clear();
        into.incident = draft(into)
                .cause(cause)
                .priority(into.incident.kind().priority(into.weight))
                .next();
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
        child.incident = draft(child).next();
        String note = "part of: " + parent.incident.cause();
        emit(child, What.ABSORBED, HistoryEntry.ENGINE, note, Set.of(), false, now.wall());
    }

    void flapping(OpenIncident incident, boolean flapping, String note, Moment now) {
        IncidentDraft draft = draft(incident).flapping(flapping);
        incident.incident = (flapping ? draft.cause(note) : draft).next();
        emit(
                incident,
                flapping ? What.FLAPPING_STARTED : What.FLAPPING_STOPPED,
                HistoryEntry.ENGINE,
                note,
                Set.of(),
                flapping && incident.parent == null,
                now.wall());
    }

    /** Nobody acknowledged it: the next persons are told. */
    void escalate(OpenIncident incident, int level, String persons, Moment now) {
        incident.incident = draft(incident).escalation(level).next();
        String note = "level " + level + ": " + persons;
        emit(incident, What.ESCALATED, HistoryEntry.ENGINE, note, Set.of(), true, now.wall());
    }

    /** Machine proof: the only way to the end. The end of a part is not told while its wider cause is open. */
    void close(OpenIncident incident, String proof, Moment now) {
        flushJoined(incident, incident.incident.cause(), now);
        for (OpenIncident child : List.copyOf(incident.children)) {
            child.parent = null;
            child.incident = draft(child).next();
            emit(child, What.SURFACED, HistoryEntry.ENGINE, "its wider cause has ended", Set.of(), true, now.wall());
        }
        incident.children.clear();
        if (incident.parent != null) {
            incident.parent.children.remove(incident);
        }
        incident.incident = draft(incident).closedAt(now.wall()).next();
        open.remove(incident.incident.id());
        closed.put(key(incident.incident.kind(), incident.incident.subject()), incident.incident);
        emit(incident, What.CLOSED, HistoryEntry.ENGINE, proof, Set.of(), incident.parent == null, now.wall());
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
        String refusal = refusal(found.incident, action);
        if (refusal != null) {
            effects.add(new CommandRefused(command.command(), Refusal.NOT_IN_THIS_STATE, refusal));
            return;
        }
        IncidentDraft draft = draft(found);
        String note = action.note();
        What what;
        if (action instanceof PersonAction.Acknowledge) {
            what = What.ACKNOWLEDGED;
            draft.acknowledgedBy(command.actor());
            if (found.incident.state() == IncidentState.RAISED) {
                draft.state(IncidentState.ACKNOWLEDGED);
            }
        } else if (action instanceof PersonAction.Assign assign) {
            what = What.ASSIGNED;
            draft.assignee(assign.assignee()).state(IncidentState.ASSIGNED);
            note = "to " + assign.assignee() + (note.isEmpty() ? "" : ": " + note);
        } else if (action instanceof PersonAction.Comment) {
            what = What.COMMENTED;
        } else if (action instanceof PersonAction.AddPicture) {
            what = What.PICTURE_ADDED;
        } else if (action instanceof PersonAction.Resolve) {
            what = What.RESOLVED;
            draft.resolvedAt(now.wall());
        } else {
            throw new IllegalStateException("no rule for " + action);
        }
        found.incident = draft.next();
        emit(found, what, command.actor(), note, Set.of(), true, now.wall());
        effects.add(new CommandDone(command.command(), found.incident));
    }

    private static @Nullable String refusal(Incident incident, PersonAction action) {
        boolean words = action instanceof PersonAction.Comment || action instanceof PersonAction.AddPicture;
        if (incident.state() == IncidentState.RESOLVED && !words) {
            return "it is resolved and waits for machine proof";
        }
        return action instanceof PersonAction.Acknowledge && incident.acknowledgedBy() != null
                ? "it is acknowledged already"
                : null;
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

    private static IncidentDraft draft(OpenIncident incident) {
        return new IncidentDraft(incident.incident)
                .cameras(incident.cameras)
                .parent(incident.parent == null ? null : incident.parent.incident.id());
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
