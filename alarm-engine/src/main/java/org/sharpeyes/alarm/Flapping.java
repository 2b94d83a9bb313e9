package org.sharpeyes.alarm;

import java.util.Set;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.Subject;

/** Cameras that go and come: one incident that stays open instead of many. Confined to the engine's thread. */
final class Flapping {
    private final Situation situation;

    Flapping(Situation situation) {
        this.situation = situation;
    }

    void recordHard(WatchedCamera camera, boolean up, Moment now) {
        boolean flapping = camera.flaps.record(up, now.nanos());
        if (flapping != camera.flapping) {
            changed(camera, flapping, now);
        }
    }

    /** Quiet minutes end it. */
    void tick(WatchedCamera camera, Moment now) {
        if (camera.flapping && !camera.flaps.flapping(now.nanos())) {
            changed(camera, false, now);
        }
    }

    private void changed(WatchedCamera camera, boolean flapping, Moment now) {
        camera.flapping = flapping;
        String note = flapping
                ? camera.name + ": goes and comes, " + Math.round(camera.flaps.percent())
                        + " % of its last states changed"
                : "it keeps its state again";
        if (flapping) {
            situation.active.add(camera);
        }
        if (camera.own != null) {
            situation.book.flapping(camera.own, flapping, note, now);
        } else if (flapping && camera.wider == null) {
            camera.own = situation.book.raise(
                    IncidentKind.CAMERA_DOWN,
                    new Subject.OfCamera(camera.id),
                    note,
                    Set.of(camera.id),
                    true,
                    camera.weight,
                    now);
        }
    }
}
