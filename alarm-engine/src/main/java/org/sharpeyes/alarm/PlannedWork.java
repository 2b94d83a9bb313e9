package org.sharpeyes.alarm;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sharpeyes.alarm.incident.Subject;

/** Maintenance windows: while one lasts, nothing is said of its cameras; after it they are probed afresh. Confined to the engine's thread. */
final class PlannedWork {
    private final Situation situation;
    private final Questions questions;
    private final Set<WatchedCamera> under = new LinkedHashSet<>();
    private List<MaintenanceWindow> windows = List.of();

    PlannedWork(Situation situation, Questions questions) {
        this.situation = situation;
        this.questions = questions;
    }

    void plan(List<MaintenanceWindow> windows, Moment now) {
        this.windows = windows;
        apply(now);
    }

    void apply(Moment now) {
        if (windows.isEmpty() && under.isEmpty()) {
            return;
        }
        Set<WatchedCamera> covered = new LinkedHashSet<>();
        for (MaintenanceWindow window : windows) {
            if (window.when().contains(now.wall())) {
                cover(window.scope(), covered);
            }
        }
        for (WatchedCamera camera : covered) {
            if (!(camera.health() instanceof CameraHealth.Maintenance)) {
                situation.changeState(camera, camera.health().windowBegan(), "planned work", now);
                camera.undecidedSince = WatchedCamera.NEVER;
                camera.faultMisses.clear();
                situation.active.remove(camera);
                under.add(camera);
            }
        }
        for (WatchedCamera camera : List.copyOf(under)) {
            if (!covered.contains(camera)) {
                under.remove(camera);
                if (camera.health() instanceof CameraHealth.Maintenance maintenance) {
                    situation.changeState(camera, maintenance.windowEnded(), "planned work has ended", now);
                    questions.afresh(camera);
                }
            }
        }
    }

    private void cover(Subject scope, Set<WatchedCamera> covered) {
        if (scope instanceof Subject.OfCamera of) {
            WatchedCamera camera = situation.fleet.find(of.camera());
            if (camera != null) {
                covered.add(camera);
            }
            return;
        }
        CauseGroup group = situation.fleet.group(scope);
        if (group != null) {
            covered.addAll(group.cameras());
        }
    }
}
