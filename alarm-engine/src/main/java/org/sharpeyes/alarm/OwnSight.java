package org.sharpeyes.alarm;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.topology.Weight;

/** Whether we see at all: our own pauses, interfaces, control targets. While we do not, nothing is said of cameras. Confined to the engine's thread. */
final class OwnSight {
    private final Situation situation;
    private @Nullable OpenIncident blindness;

    OwnSight(Situation situation) {
        this.situation = situation;
    }

    /** @param last the moment of the input before */
    void noticePause(Moment last, Moment now) {
        long pause = now.nanos() - last.nanos();
        AlarmSettings settings = situation.settings;
        if (pause <= settings.pauseIsOurs().toNanos()) {
            return;
        }
        excuse(now);
        if (pause >= settings.blindAfterPause().toNanos() && blindness == null) {
            blindness =
                    raise("we stood still for " + Math.round(pause / 1e9) + " s; nothing was watched meanwhile", now);
            blindness.provenSince = now.nanos();
        }
    }

    void judge(Moment now) {
        String because = situation.self.blindBecause();
        if (because != null) {
            if (blindness == null) {
                blindness = raise(because, now);
            }
            blindness.provenSince = WatchedCamera.NEVER;
            if (!situation.blind) {
                situation.blind = true;
                excuse(now);
            }
        } else if (situation.blind) {
            situation.blind = false;
            excuse(now);
            if (blindness != null) {
                blindness.provenSince = now.nanos();
            }
        }
    }

    private OpenIncident raise(String because, Moment now) {
        return situation.book.raise(
                IncidentKind.MONITORING_BLIND,
                new Subject.OfOurselves(),
                because,
                Set.of(),
                false,
                Weight.ORDINARY,
                now);
    }

    void tick(OpenIncident incident, Moment now) {
        if (!situation.blind && incident.proving() && situation.ripe(incident, now)) {
            situation.book.close(
                    incident,
                    "we have seen without a break for "
                            + situation.settings.closeAfter().toSeconds() + " s",
                    now);
            blindness = null;
        }
    }

    /** Takes over what was open before a restart: that we run is the first proof. */
    void restored(OpenIncident incident, Moment now) {
        if (blindness == null) {
            blindness = incident;
            incident.provenSince = now.nanos();
        }
    }

    /** What was asked until now and not answered proves nothing: suspects begin again, proofs too. */
    void excuse(Moment now) {
        situation.excusedUntil = now.nanos();
        for (WatchedCamera camera : situation.active) {
            if (camera.health() instanceof CameraHealth.Suspect suspect) {
                camera.become(suspect.excused());
                camera.askAgainAt = now.nanos();
            }
            camera.faultMisses.clear();
        }
        for (OpenIncident incident : situation.book.open()) {
            if (incident.proving() && incident != blindness) {
                incident.provenSince = now.nanos();
            }
        }
    }
}
