package org.sharpeyes.alarm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.sharpeyes.alarm.AlarmEffect.CameraStateChanged;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.IncidentId;

/** What the parts of the engine share: the cameras, the incidents, and what follows from the input at hand. Confined to the engine's thread. */
final class Situation {
    final AlarmSettings settings;
    final Fleet fleet = new Fleet();
    final SelfWatch self = new SelfWatch();
    final RootCauses causes;
    final IncidentBook book;

    /** Cameras that time alone may change: suspects, undecided, flapping. In the order they came. */
    final Set<WatchedCamera> active = new LinkedHashSet<>();

    /** Nothing can be said of cameras now. */
    boolean blind;

    /** Questions sent before this prove nothing when unanswered: we were paused or blind. */
    long excusedUntil = WatchedCamera.NEVER;

    private List<AlarmEffect> effects = new ArrayList<>(0);

    Situation(AlarmSettings settings, Supplier<IncidentId> ids) {
        this.settings = settings;
        this.causes = new RootCauses(settings);
        this.book = new IncidentBook(settings, ids);
    }

    /** Opens the list of what follows from the next input. */
    List<AlarmEffect> nextInput() {
        effects = new ArrayList<>(0);
        book.writeTo(effects);
        return effects;
    }

    void want(AlarmEffect effect) {
        effects.add(effect);
    }

    void changeState(WatchedCamera camera, CameraHealth to, String because, Moment now) {
        CameraState from = camera.health().state();
        camera.become(to);
        if (from != to.state()) {
            effects.add(
                    new CameraStateChanged(camera.id, from, to.state(), because, camera.lastProofWall(), now.wall()));
        }
    }

    /** Whether the proof that ends an incident has lasted long enough. */
    boolean ripe(OpenIncident incident, Moment now) {
        return now.nanos() - incident.provenSince >= settings.closeAfter().toNanos();
    }

    /** A camera that nothing but an input can change need not be looked at each tick. */
    void rest(WatchedCamera camera) {
        if (!camera.flapping && camera.faultMisses.isEmpty()) {
            active.remove(camera);
        }
    }
}
