package org.sharpeyes.alarm;

import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.IncidentId;

/** What was known before a restart, taken up again without a word to anybody. Confined to the engine's thread. */
final class Restart {
    private final Situation situation;
    private final OwnSight sight;

    Restart(Situation situation, OwnSight sight) {
        this.situation = situation;
        this.sight = sight;
    }

    void restore(AlarmInput.Restored restored, Moment now) {
        for (AlarmInput.KnownCamera known : restored.cameras()) {
            restore(known, now);
        }
        for (Incident incident : restored.incidents()) {
            if (incident.open()) {
                situation.book.restore(incident, now);
            } else {
                situation.book.restoreClosed(incident);
            }
        }
        for (OpenIncident incident : situation.book.open()) {
            IncidentId parent = incident.incident.parent();
            OpenIncident found = parent == null ? null : situation.book.find(parent);
            if (found != null) {
                incident.parent = found;
                found.children.add(incident);
            }
        }
        link(now);
        for (WatchedCamera camera : situation.fleet.cameras()) {
            if (camera.down() && camera.own == null && camera.wider == null) {
                // Stored as down before its incident was: explain it now.
                camera.undecidedSince = now.nanos();
                situation.active.add(camera);
            }
        }
        sight.excuse(now);
    }

    private void restore(AlarmInput.KnownCamera known, Moment now) {
        WatchedCamera camera =
                situation.fleet.watch(known.camera(), known.camera().toString(), now.nanos());
        camera.downBecause = known.because();
        camera.provedBefore(known.lastGood());
        switch (known.state()) {
            case DOWN -> camera.become(new CameraHealth.Down(WatchedCamera.NEVER));
            case UP -> camera.become(new CameraHealth.Up(now.nanos()));
            case SUSPECT -> {
                // What was missed before the restart is forgotten, that somebody must ask is not.
                camera.become(new CameraHealth.Suspect(null, null));
                camera.askAgainAt = now.nanos();
                situation.active.add(camera);
            }
            case UNKNOWN, MAINTENANCE -> camera.become(new CameraHealth.Unknown());
        }
    }

    /** Ties open incidents to the cameras and groups they are about; harmless when they are tied already. */
    void link(Moment now) {
        for (OpenIncident open : situation.book.open()) {
            Subject subject = open.incident.subject();
            if (subject instanceof Subject.OfOurselves) {
                sight.restored(open, now);
            } else if (subject instanceof Subject.OfCamera of) {
                WatchedCamera camera = situation.fleet.find(of.camera());
                if (camera != null && open.incident.kind() == IncidentKind.CAMERA_DOWN) {
                    camera.own = open;
                } else if (camera != null) {
                    camera.faults.put(open.incident.kind(), open);
                }
            } else {
                CauseGroup group = situation.fleet.group(subject);
                if (group != null) {
                    group.incident = open;
                }
                for (CameraId id : open.cameras) {
                    WatchedCamera camera = situation.fleet.find(id);
                    if (camera != null && camera.wider == null && camera.down()) {
                        camera.wider = open;
                    }
                }
            }
        }
    }
}
