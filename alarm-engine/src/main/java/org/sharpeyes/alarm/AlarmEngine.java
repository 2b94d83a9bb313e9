package org.sharpeyes.alarm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.IncidentId;

/**
 * One fault, one incident: takes evidence in, gives state changes, incidents and requests for probes out.
 *
 * <p>A camera goes {@code UP → SUSPECT} at the first miss and {@code → DOWN} after three unanswered rounds, with no proof
 * of life since and not before 9.9 s after the first missed probe was sent ({@link LifeSigns}). Its loss is then
 * explained, widest first: by an open incident above it, by a dependency (80 % of a sample of its children lost
 * together), by its area (half of it gone), else by itself ({@link Losses}). Incidents close by machine proof only.
 *
 * <p>Deterministic: time comes with each input, jitter comes from the camera's id, nothing else is asked. Confined to one
 * thread. Inputs must come in the order of their monotonic time.
 */
public final class AlarmEngine {
    private final Situation situation;
    private final OwnSight sight;
    private final PlannedWork work;
    private final LifeSigns life;
    private final Losses losses;
    private final Escalations escalations;
    private final Restart restart;
    private @Nullable Moment last;
    private long forgetAt;

    /** @param ids gives each new incident its identity; random in life, counted in a replay */
    public AlarmEngine(AlarmSettings settings, Supplier<IncidentId> ids) {
        situation = new Situation(settings, ids);
        Questions questions = new Questions(situation);
        Flapping flapping = new Flapping(situation);
        sight = new OwnSight(situation);
        work = new PlannedWork(situation, questions);
        losses = new Losses(situation, questions, flapping);
        life = new LifeSigns(situation, questions, losses, flapping);
        escalations = new Escalations(situation);
        restart = new Restart(situation, sight);
    }

    /** Takes one input and says what follows from it, in order. */
    public List<AlarmEffect> apply(Moment now, AlarmInput input) {
        if (last != null && now.nanos() < last.nanos()) {
            throw new IllegalArgumentException(
                    "moment: " + now.nanos() + " ns (expected: not before " + last.nanos() + " ns)");
        }
        List<AlarmEffect> effects = situation.nextInput();
        if (last != null) {
            sight.noticePause(last, now);
        }
        if (input instanceof AlarmInput.Observed observed) {
            life.observed(observed.evidence(), now);
        } else if (input instanceof AlarmInput.Tick) {
            tick(now);
        } else if (input instanceof AlarmInput.SelfObserved seen) {
            situation.self.observed(seen.source(), seen.what(), seen.good());
            sight.judge(now);
        } else if (input instanceof AlarmInput.DependencyObserved seen) {
            CauseGroup group = situation.fleet.group(new Subject.OfDependency(seen.dependency()));
            if (group != null) {
                group.silent = !seen.answers();
            }
        } else if (input instanceof AlarmInput.TopologyChanged changed) {
            topologyChanged(changed.topology(), now);
        } else if (input instanceof AlarmInput.MaintenanceChanged changed) {
            work.plan(changed.windows(), now);
        } else if (input instanceof AlarmInput.EscalationChanged changed) {
            escalations.become(changed.rules());
        } else if (input instanceof AlarmInput.PersonActed acted) {
            situation.book.act(acted, now);
        } else if (input instanceof AlarmInput.Restored restored) {
            restart.restore(restored, now);
        } else {
            throw new IllegalStateException("no rule for " + input);
        }
        last = now;
        return effects;
    }

    /** The state of a camera as of the last input; {@code UNKNOWN} if it is not watched. */
    public CameraState stateOf(CameraId camera) {
        WatchedCamera watched = situation.fleet.find(camera);
        return watched == null ? CameraState.UNKNOWN : watched.health().state();
    }

    /** Incidents that are not closed, those explained by wider ones included. */
    public List<Incident> openIncidents() {
        return situation.book.open().stream().map(open -> open.incident).toList();
    }

    public int openIncidentCount() {
        return situation.book.open().size();
    }

    /** Whether nothing can be said of cameras now. */
    public boolean blind() {
        return situation.blind;
    }

    /** Evidence that was thrown away: of cameras not watched, or asked while we were paused or blind. */
    public long ignoredEvidence() {
        return life.ignored();
    }

    private void tick(Moment now) {
        situation.self.clocks(now);
        sight.judge(now);
        work.apply(now);
        for (WatchedCamera camera : List.copyOf(situation.active)) {
            life.tick(camera, now);
        }
        for (OpenIncident incident : List.copyOf(situation.book.open())) {
            tick(incident, now);
            if (situation.book.find(incident.incident.id()) == incident) {
                escalations.tick(incident, now);
            }
        }
        if (now.nanos() >= forgetAt) {
            forgetAt = now.nanos() + situation.settings.closeAfter().toNanos();
            situation.book.forgetOld(now);
        }
    }

    private void tick(OpenIncident incident, Moment now) {
        Subject subject = incident.incident.subject();
        if (subject instanceof Subject.OfOurselves) {
            sight.tick(incident, now);
        } else if (situation.blind) {
            return;
        } else if (subject instanceof Subject.OfCamera of) {
            closeProvenFault(incident, of, now);
        } else {
            CauseGroup group = situation.fleet.group(subject);
            if (group == null) {
                losses.end(incident, "what it was about is no longer in the registry", now);
            } else {
                losses.tick(incident, group, now);
            }
        }
    }

    /** A camera's outage closes on its own proof; the other faults when nothing bad was seen for long enough. */
    private void closeProvenFault(OpenIncident incident, Subject.OfCamera of, Moment now) {
        IncidentKind kind = incident.incident.kind();
        if (kind == IncidentKind.CAMERA_DOWN || !incident.proving() || !situation.ripe(incident, now)) {
            return;
        }
        situation.book.close(
                incident,
                "proved good, and not bad again for "
                        + situation.settings.closeAfter().toSeconds() + " s",
                now);
        WatchedCamera camera = situation.fleet.find(of.camera());
        if (camera != null) {
            camera.faults.remove(kind);
        }
    }

    private void topologyChanged(Topology topology, Moment now) {
        for (WatchedCamera gone : situation.fleet.become(topology, now.nanos())) {
            situation.active.remove(gone);
            List<OpenIncident> ended = new ArrayList<>(gone.faults.values());
            if (gone.own != null) {
                ended.add(gone.own);
            }
            ended.forEach(incident -> situation.book.close(incident, "the camera is no longer watched", now));
        }
        restart.link(now);
        work.apply(now);
    }
}
