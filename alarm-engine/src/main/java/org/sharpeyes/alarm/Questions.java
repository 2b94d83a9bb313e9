package org.sharpeyes.alarm;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.sharpeyes.alarm.AlarmEffect.ProbeOurselves;
import org.sharpeyes.alarm.AlarmEffect.Reprobe;
import org.sharpeyes.alarm.AlarmEffect.ReprobeDependency;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.model.HealthLayer;

/** What the engine wants to know at once: suspects again, their siblings, what they hang on, ourselves. Confined to the engine's thread. */
final class Questions {
    static final Set<HealthLayer> FAST_LAYERS = Set.of(HealthLayer.REACHABLE, HealthLayer.RTSP, HealthLayer.ONVIF);
    private static final Set<HealthLayer> OTHER_THAN_REACHABLE = Set.of(HealthLayer.RTSP, HealthLayer.ONVIF);
    private static final Set<HealthLayer> FRAME_LAYERS =
            Set.of(HealthLayer.REACHABLE, HealthLayer.RTSP, HealthLayer.ONVIF, HealthLayer.FRAMES_ADVANCING);
    private static final Set<HealthLayer> SIBLING_LAYERS = Set.of(HealthLayer.REACHABLE);
    private static final long ASK_OURSELVES_GAP_NANOS = 2_000_000_000L;

    /** Cameras that fell silent together are not asked together; small, because it delays every alarm. */
    private static final int JITTER_MILLIS = 100;

    private final Situation situation;
    private long askedOurselvesAt = WatchedCamera.NEVER;

    Questions(Situation situation) {
        this.situation = situation;
    }

    /**
     * Asks a suspect again, one round gap after the miss was sent, over another layer first.
     *
     * @param layer the one that was missed
     */
    void fast(WatchedCamera camera, CameraHealth.Suspect suspect, HealthLayer layer, long sentAt, Moment now) {
        long gap = situation.settings.roundGap().toNanos();
        long jitter = (CauseGroup.scattered(camera) + 31L * suspect.rounds()) % JITTER_MILLIS;
        long delay = Math.max(0, sentAt + gap - now.nanos()) + jitter * 1_000_000;
        Misses stream = suspect.stream();
        Set<HealthLayer> layers = stream != null && stream.frames()
                ? FRAME_LAYERS
                : layer == HealthLayer.REACHABLE && suspect.rounds() == 1 ? OTHER_THAN_REACHABLE : FAST_LAYERS;
        situation.want(new Reprobe(camera.id, layers, Duration.ofNanos(delay)));
        camera.askAgainAt = now.nanos() + delay + 2 * gap;
    }

    /** Asks everything of a camera now. */
    void afresh(WatchedCamera camera) {
        situation.want(new Reprobe(camera.id, FAST_LAYERS, Duration.ZERO));
    }

    /** Asks those who would share the camera's fate if one of {@code groups} were its cause. */
    void siblings(WatchedCamera camera, List<CauseGroup> groups, Moment now) {
        for (WatchedCamera sibling : situation.causes.siblingsToProbe(camera, groups, now.nanos())) {
            situation.want(new Reprobe(sibling.id, SIBLING_LAYERS, Duration.ZERO));
        }
    }

    /** Asks what the camera hangs on, as far as it has no incident yet. */
    void dependencies(WatchedCamera camera) {
        for (CauseGroup group : camera.dependencies) {
            if (group.subject instanceof Subject.OfDependency of && group.incident == null) {
                situation.want(new ReprobeDependency(of.dependency()));
            }
        }
    }

    void ourselves(Moment now) {
        if (askedOurselvesAt == WatchedCamera.NEVER || now.nanos() - askedOurselvesAt >= ASK_OURSELVES_GAP_NANOS) {
            askedOurselvesAt = now.nanos();
            situation.want(new ProbeOurselves());
        }
    }
}
