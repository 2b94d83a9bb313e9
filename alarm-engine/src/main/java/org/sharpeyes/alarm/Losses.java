package org.sharpeyes.alarm;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.WatchedCamera.StreamLoss;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.topology.Weight;
import org.sharpeyes.model.CameraId;

/**
 * A suspect becomes a loss, and each loss finds its incident, widest first: an open incident above it, a dependency, its
 * area, itself. Confined to the engine's thread.
 */
final class Losses {
    private final Situation situation;
    private final Questions questions;
    private final Flapping flapping;

    Losses(Situation situation, Questions questions, Flapping flapping) {
        this.situation = situation;
        this.questions = questions;
        this.flapping = flapping;
    }

    void downIfLost(WatchedCamera camera, Moment now) {
        if (!(camera.health() instanceof CameraHealth.Suspect suspect)
                || situation.blind
                || situation.self.doubtful()) {
            return;
        }
        Misses deciding = suspect.deciding(situation.settings, now.nanos());
        if (deciding == null) {
            return;
        }
        boolean answers = deciding != suspect.contact();
        String because = (answers ? "it answers, but its stream does not: " : "no answer: ") + deciding.detail() + "; "
                + deciding.rounds() + " rounds missed in "
                + Math.round((now.nanos() - deciding.firstSentAt()) / 1e9) + " s"
                + (camera.lastProofWall() == null ? ", no proof yet" : ", last good " + camera.lastProofWall());
        camera.streamLost =
                !answers ? StreamLoss.NONE : deciding.frames() ? StreamLoss.NO_FRAMES : StreamLoss.RTSP_SILENT;
        situation.changeState(camera, suspect.down(deciding.firstSentAt()), because, now);
        camera.downBecause = because;
        camera.undecidedSince = now.nanos();
        camera.faultMisses.clear();
        situation.active.add(camera);
        flapping.recordHard(camera, false, now);
        decide(camera, now);
    }

    /** Finds the incident that a lost camera belongs to; waits for siblings when their answers may still come. */
    void decide(WatchedCamera camera, Moment now) {
        if (camera.undecidedSince == WatchedCamera.NEVER || situation.blind) {
            return;
        }
        OpenIncident wider = widerFor(camera, now);
        if (wider != null) {
            decided(camera);
            join(camera, wider, now);
            areaOutage(camera, now);
        } else if (camera.own != null) {
            decided(camera);
        } else if (!situation.causes.mustWait(camera, now.nanos())) {
            decided(camera);
            camera.own = situation.book.raise(
                    IncidentKind.CAMERA_DOWN,
                    new Subject.OfCamera(camera.id),
                    camera.name + ": " + camera.downBecause,
                    Set.of(camera.id),
                    camera.flapping,
                    camera.weight,
                    now);
            areaOutage(camera, now);
        }
    }

    private @Nullable OpenIncident widerFor(WatchedCamera camera, Moment now) {
        OpenIncident open = openAbove(camera);
        if (open != null) {
            return open;
        }
        CauseGroup dependency = situation.causes.dependencyFor(camera);
        if (dependency != null) {
            return raiseDependency(dependency, camera, now);
        }
        CauseGroup area = situation.causes.areaFor(camera);
        if (area != null) {
            return raiseArea(area, now);
        }
        // Its wider cause may be recovering: it stays listed there until that closes, then it is raised singly.
        return camera.wider != null && situation.book.find(camera.wider.incident.id()) != null ? camera.wider : null;
    }

    private void decided(WatchedCamera camera) {
        camera.undecidedSince = WatchedCamera.NEVER;
        if (!camera.flapping) {
            situation.active.remove(camera);
        }
    }

    /** The widest open incident above the camera that is not already ending. */
    private static @Nullable OpenIncident openAbove(WatchedCamera camera) {
        OpenIncident found = openAmong(camera.areas);
        if (found == null) {
            found = openAmong(camera.dependencies);
        }
        return found == null ? null : found.widest();
    }

    private static @Nullable OpenIncident openAmong(List<CauseGroup> groups) {
        OpenIncident found = null;
        for (CauseGroup group : groups) {
            if (group.incident != null && !group.incident.proving()) {
                found = group.incident;
            }
        }
        return found;
    }

    private void join(WatchedCamera camera, OpenIncident wider, Moment now) {
        situation.book.join(wider, camera.id, camera.weight);
        camera.wider = wider;
        if (camera.own != null && camera.own.parent == null) {
            situation.book.absorb(camera.own, wider, now);
        }
    }

    private OpenIncident raiseDependency(CauseGroup group, WatchedCamera first, Moment now) {
        long span = situation.settings.together().toNanos();
        Set<WatchedCamera> taken = new LinkedHashSet<>();
        for (WatchedCamera camera : group.cameras()) {
            if (camera.down() && camera.lostNear(first.lossBeganAt(), span)) {
                taken.add(camera);
            }
        }
        long lost = group.sample.stream()
                .filter(camera -> camera.lostNear(first.lossBeganAt(), span))
                .count();
        String cause = group.name + ": " + lost + " of " + group.sample.size()
                + " cameras asked below it fell silent together"
                + (group.silent ? ", and it does not answer itself" : "");
        return raiseWider(IncidentKind.DEPENDENCY_DOWN, group, cause, taken, now);
    }

    private OpenIncident raiseArea(CauseGroup group, Moment now) {
        Set<WatchedCamera> taken = new LinkedHashSet<>();
        for (WatchedCamera camera : group.cameras()) {
            if (camera.down()) {
                taken.add(camera);
            }
        }
        return raiseWider(IncidentKind.AREA_OUTAGE, group, areaCause(group), taken, now);
    }

    /** Names the parts of the area that are hit, so that a town's outage lists its villages. */
    private static String areaCause(CauseGroup area) {
        Map<String, Integer> parts = new TreeMap<>();
        for (WatchedCamera camera : area.cameras()) {
            if (camera.down()) {
                int at = camera.areas.indexOf(area);
                if (at > 0) {
                    parts.merge(camera.areas.get(at - 1).name, 1, Integer::sum);
                }
            }
        }
        String listed = parts.entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
        return area.name + ": " + area.down() + " of " + area.cameras().size() + " cameras down"
                + (listed.isEmpty() ? "" : " (" + listed + ")");
    }

    private OpenIncident raiseWider(
            IncidentKind kind, CauseGroup group, String cause, Set<WatchedCamera> taken, Moment now) {
        Set<CameraId> ids =
                taken.stream().map(camera -> camera.id).collect(Collectors.toCollection(LinkedHashSet::new));
        Weight weight = taken.stream().map(camera -> camera.weight).reduce(Weight.ORDINARY, Weight::heavier);
        OpenIncident raised = situation.book.raise(kind, group.subject, cause, ids, false, weight, now);
        group.incident = raised;
        for (OpenIncident other : List.copyOf(situation.book.open())) {
            if (other != raised && other.parent == null && explainedBy(group, other, taken)) {
                situation.book.absorb(other, raised, now);
            }
        }
        for (WatchedCamera camera : taken) {
            camera.wider = raised;
            decided(camera);
        }
        return raised;
    }

    /** Whether an incident told before is a part of this wider one. */
    private boolean explainedBy(CauseGroup group, OpenIncident other, Set<WatchedCamera> taken) {
        Subject subject = other.incident.subject();
        if (subject instanceof Subject.OfCamera of) {
            WatchedCamera camera = situation.fleet.find(of.camera());
            return other.incident.kind() == IncidentKind.CAMERA_DOWN && camera != null && taken.contains(camera);
        }
        CauseGroup lower = situation.fleet.group(subject);
        if (lower == null || lower == group) {
            return false;
        }
        if (lower.above.contains(group)) {
            return true;
        }
        // An area takes along the dependencies that lie in it.
        return group.isArea()
                && !lower.isArea()
                && !lower.cameras().isEmpty()
                && lower.cameras().stream().allMatch(camera -> camera.areas.contains(group));
    }

    /** Half of an area gone, at whatever pace: looks again after each camera that was lost. */
    private void areaOutage(WatchedCamera camera, Moment now) {
        CauseGroup area = situation.causes.areaFor(camera);
        if (area == null) {
            return;
        }
        for (CauseGroup around : area.above) {
            if (around.incident != null && !around.incident.proving()) {
                return;
            }
        }
        raiseArea(area, now);
    }

    /** What time does to the incident of a dependency or an area. */
    void tick(OpenIncident incident, CauseGroup group, Moment now) {
        situation.book.tellJoined(incident, group.isArea() ? () -> areaCause(group) : incident.incident::cause, now);
        if (situation.causes.stillExplains(incident, group, situation.fleet, now.nanos())) {
            incident.provenSince = WatchedCamera.NEVER;
        } else if (!incident.proving()) {
            incident.provenSince = now.nanos();
            for (CameraId id : incident.cameras) {
                WatchedCamera camera = situation.fleet.find(id);
                if (camera != null && camera.down()) {
                    questions.afresh(camera);
                }
            }
        } else if (situation.ripe(incident, now)) {
            long back = incident.cameras.stream()
                    .map(situation.fleet::find)
                    .filter(camera -> camera != null && camera.up())
                    .count();
            end(
                    incident,
                    back + " of " + incident.cameras.size() + " cameras are back, unbroken for "
                            + situation.settings.closeAfter().toSeconds() + " s",
                    now);
            group.incident = null;
        }
    }

    /** Closes a wider incident. Its parts whose cameras are back close with it; of the others people are told again. */
    void end(OpenIncident incident, String proof, Moment now) {
        for (OpenIncident part : List.copyOf(incident.children)) {
            if (!(part.incident.subject() instanceof Subject.OfCamera of)) {
                continue;
            }
            WatchedCamera camera = situation.fleet.find(of.camera());
            if (camera != null && camera.up() && !camera.flapping && camera.own == part) {
                situation.book.close(part, "it is back, with its wider cause", now);
                camera.own = null;
            }
        }
        situation.book.close(incident, proof, now);
        release(incident, now);
    }

    /** Those still down after their wider cause ended are explained afresh: by a narrower cause, or singly. */
    private void release(OpenIncident ended, Moment now) {
        for (CameraId id : ended.cameras) {
            WatchedCamera camera = situation.fleet.find(id);
            if (camera == null || camera.wider != ended) {
                continue;
            }
            camera.wider = null;
            if (camera.health() instanceof CameraHealth.Down down && camera.own == null) {
                camera.become(down.lostAgain(now.nanos()));
                camera.undecidedSince = now.nanos();
                situation.active.add(camera);
                questions.siblings(camera, camera.dependencies, now);
            }
        }
    }

    /** Closes a camera's own incident on a proof that comes at least 90 s after the first, with no miss in between. */
    void closeIfProven(WatchedCamera camera, OpenIncident own, Moment now) {
        if (!own.proving()) {
            own.provenSince = now.nanos();
        }
        if (!camera.flapping && situation.ripe(own, now)) {
            situation.book.close(
                    own,
                    "answers without a break for "
                            + situation.settings.closeAfter().toSeconds() + " s",
                    now);
            camera.own = null;
        }
    }
}
