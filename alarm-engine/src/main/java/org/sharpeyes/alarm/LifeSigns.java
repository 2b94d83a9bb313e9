package org.sharpeyes.alarm;

import java.time.Duration;
import org.sharpeyes.alarm.WatchedCamera.StreamLoss;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;

/** Evidence becomes belief: proofs of life, misses, and the way of a camera between up and suspect. Confined to the engine's thread. */
final class LifeSigns {
    private static final long LONGEST_QUESTION_NANOS = 30_000_000_000L;

    private final Situation situation;
    private final Questions questions;
    private final Losses losses;
    private final Flapping flapping;
    private final LayerFaults faults;
    private long ignored;

    LifeSigns(Situation situation, Questions questions, Losses losses, Flapping flapping) {
        this.situation = situation;
        this.questions = questions;
        this.losses = losses;
        this.flapping = flapping;
        this.faults = new LayerFaults(situation.settings, situation.book, situation.self);
    }

    /** Evidence that was thrown away. */
    long ignored() {
        return ignored;
    }

    void observed(Evidence evidence, Moment now) {
        WatchedCamera camera = situation.fleet.find(evidence.camera());
        if (camera == null) {
            ignored++;
            return;
        }
        if (evidence.outcome() == Evidence.Outcome.INCONCLUSIVE || camera.underMaintenance()) {
            return;
        }
        boolean good = evidence.good();
        long sentAt = now.nanos();
        if (!good) {
            sentAt -= questionAge(evidence);
            if (situation.blind || sentAt < situation.excusedUntil) {
                ignored++;
                return;
            }
        }
        HealthLayer layer = evidence.layer();
        if (provesContact(layer, good)) {
            proved(camera, layer, good, now);
        } else if (!good) {
            missed(camera, evidence, sentAt, now);
        }
        IncidentKind kind = LayerFaults.kindOf(layer);
        if (kind != null) {
            judgeLayer(camera, kind, evidence, sentAt, now);
        }
    }

    private void judgeLayer(WatchedCamera camera, IncidentKind kind, Evidence evidence, long sentAt, Moment now) {
        boolean good = evidence.good();
        if (kind == IncidentKind.CLOCK_DRIFT) {
            // Before the next tick: a step of our clock must be seen before what it makes of theirs.
            situation.self.clocks(now);
            situation.self.cameraClock(good);
        }
        if (good) {
            if (!camera.faultMisses.isEmpty() || !camera.faults.isEmpty()) {
                faults.good(camera, kind, now);
            }
        } else if (!camera.down()) {
            faults.bad(camera, kind, evidence, sentAt, now);
            if (camera.faultMisses.containsKey(kind)) {
                situation.active.add(camera);
            }
        }
    }

    /** How long before it was noticed the question was sent. A clock that stepped in between must not stretch it. */
    private static long questionAge(Evidence evidence) {
        long age = Duration.between(evidence.startedAt(), evidence.observedAt()).toNanos();
        return Math.max(0, Math.min(age, LONGEST_QUESTION_NANOS));
    }

    /** A refused password and a wrong clock are answers too; what a recorder holds says nothing of the camera. */
    private static boolean provesContact(HealthLayer layer, boolean good) {
        return switch (layer) {
            case REACHABLE, RTSP, ONVIF, FRAMES_ADVANCING, KEY_FRAMES -> good;
            case AUTHENTICATED, CLOCK_RIGHT, DECODABLE, PICTURE_GOOD -> true;
            case RECORDING -> false;
        };
    }

    private static boolean provesFrames(HealthLayer layer, boolean good) {
        return switch (layer) {
            case FRAMES_ADVANCING, KEY_FRAMES -> good;
            case DECODABLE, PICTURE_GOOD -> true;
            default -> false;
        };
    }

    private void proved(WatchedCamera camera, HealthLayer layer, boolean good, Moment now) {
        camera.provedAt(now);
        if (camera.up()) {
            if (camera.own != null) {
                losses.closeIfProven(camera, camera.own, now);
            }
            return;
        }
        CameraHealth health = camera.health();
        boolean frames = provesFrames(layer, good);
        boolean rtsp = layer == HealthLayer.RTSP && good;
        if (health instanceof CameraHealth.Unknown unknown) {
            becomeUp(camera, unknown.proved(now.nanos()), "it answers", now);
        } else if (health instanceof CameraHealth.Suspect suspect) {
            Misses stream = suspect.stream();
            if (stream != null && (frames || rtsp && !stream.frames())) {
                stream = null;
            }
            if (stream == null) {
                becomeUp(camera, suspect.proved(now.nanos()), "it answered a fast re-probe or sent pictures", now);
            } else {
                camera.become(suspect.missed(null, stream));
            }
        } else if (health instanceof CameraHealth.Down down) {
            if (camera.streamLost == StreamLoss.NONE || frames || rtsp && camera.streamLost == StreamLoss.RTSP_SILENT) {
                becomeUp(camera, down.proved(now.nanos()), "it is back", now);
            }
        }
    }

    private void becomeUp(WatchedCamera camera, CameraHealth.Up up, String because, Moment now) {
        boolean wasDown = camera.down();
        situation.changeState(camera, up, because, now);
        camera.streamLost = StreamLoss.NONE;
        camera.undecidedSince = WatchedCamera.NEVER;
        flapping.recordHard(camera, true, now);
        if (camera.own != null && (wasDown || !camera.own.proving())) {
            camera.own.provenSince = now.nanos();
        }
        situation.rest(camera);
    }

    private void missed(WatchedCamera camera, Evidence evidence, long sentAt, Moment now) {
        HealthLayer layer = evidence.layer();
        boolean stream = layer == HealthLayer.RTSP || layer == HealthLayer.FRAMES_ADVANCING;
        boolean contact = layer == HealthLayer.REACHABLE || stream || layer == HealthLayer.ONVIF;
        if (layer == HealthLayer.ONVIF && camera.faults.containsKey(IncidentKind.ONVIF_SILENT)
                || stream && camera.faults.containsKey(IncidentKind.WRONG_PASSWORD)) {
            // Known and told: it has its own incident and is no sign of a dead camera.
            return;
        }
        if (!contact || camera.down()) {
            return;
        }
        if (camera.health() instanceof CameraHealth.Suspect suspect) {
            missedAgain(camera, suspect, evidence, sentAt, now);
        } else {
            missedFirst(camera, evidence, sentAt, now);
        }
    }

    private void missedAgain(
            WatchedCamera camera, CameraHealth.Suspect suspect, Evidence evidence, long sentAt, Moment now) {
        HealthLayer layer = evidence.layer();
        boolean frames = layer == HealthLayer.FRAMES_ADVANCING;
        boolean stream = layer == HealthLayer.RTSP || frames;
        int before = suspect.rounds();
        CameraHealth.Suspect more = suspect.missed(
                Misses.and(suspect.contact(), sentAt, evidence.detail(), frames),
                stream ? Misses.and(suspect.stream(), sentAt, evidence.detail(), frames) : suspect.stream());
        camera.become(more);
        if (more.rounds() > before) {
            questions.fast(camera, more, layer, sentAt, now);
            if (before == 1) {
                questions.siblings(camera, camera.areas, now);
            }
        }
        losses.downIfLost(camera, now);
    }

    private void missedFirst(WatchedCamera camera, Evidence evidence, long sentAt, Moment now) {
        HealthLayer layer = evidence.layer();
        boolean frames = layer == HealthLayer.FRAMES_ADVANCING;
        Misses first = Misses.first(sentAt, evidence.detail(), frames);
        Misses stream = layer == HealthLayer.RTSP || frames ? first : null;
        CameraHealth.Suspect suspect;
        if (camera.health() instanceof CameraHealth.Up up) {
            suspect = up.missed(first, stream);
        } else if (camera.health() instanceof CameraHealth.Unknown unknown) {
            suspect = unknown.missed(first, stream);
        } else {
            throw new IllegalStateException("a miss of " + camera.id + " in " + camera.health());
        }
        situation.changeState(camera, suspect, evidence.detail(), now);
        if (camera.own != null) {
            camera.own.provenSince = WatchedCamera.NEVER;
        }
        situation.active.add(camera);
        questions.fast(camera, suspect, layer, sentAt, now);
        questions.siblings(camera, camera.dependencies, now);
        questions.dependencies(camera);
        questions.ourselves(now);
    }

    /** What time alone does to a camera. */
    void tick(WatchedCamera camera, Moment now) {
        flapping.tick(camera, now);
        if (camera.health() instanceof CameraHealth.Suspect suspect) {
            expireFrames(camera, suspect, now);
            losses.downIfLost(camera, now);
            if (camera.health() instanceof CameraHealth.Suspect still
                    && now.nanos() >= camera.askAgainAt
                    && !situation.blind) {
                long sentAt = now.nanos() - situation.settings.roundGap().toNanos();
                questions.fast(camera, still, HealthLayer.REACHABLE, sentAt, now);
                questions.ourselves(now);
            } else if (situation.self.doubtful()) {
                questions.ourselves(now);
            }
        } else if (camera.undecidedSince != WatchedCamera.NEVER) {
            losses.decide(camera, now);
        } else {
            situation.rest(camera);
        }
    }

    /** Pictures that stopped because nobody watches any more are no fault: only what is missed again counts. */
    private void expireFrames(WatchedCamera camera, CameraHealth.Suspect suspect, Moment now) {
        Misses stream = suspect.stream();
        long patience = 3 * situation.settings.probeInterval().toNanos()
                + situation.settings.downAfter().toNanos();
        if (stream != null
                && suspect.contact() == null
                && now.nanos() - stream.lastRoundAt() > patience
                && camera.lastProofAt > stream.lastRoundAt()) {
            becomeUp(camera, suspect.proved(now.nanos()), "it answers, and nothing was missed again", now);
        }
    }
}
