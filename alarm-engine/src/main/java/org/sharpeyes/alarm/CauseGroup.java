package org.sharpeyes.alarm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.Subject;

/**
 * Cameras that one thing can take away together: all below a dependency, or all in an area. Confined to the engine's
 * thread.
 */
final class CauseGroup {
    final Subject subject;
    final String name;

    /** Every camera below, those of nested dependencies or areas included; {@link #complete} puts them in scattered order. */
    private final List<WatchedCamera> cameras = new ArrayList<>();

    private int down;

    /** Of an area: how many of its members that are down hang on each dependency. */
    private final Map<CauseGroup, Integer> downBelow = new HashMap<>();

    private int inMaintenance;

    /** The groups that contain this one. */
    final Set<CauseGroup> above = new LinkedHashSet<>();

    /** The dependency itself does not answer. */
    boolean silent;

    /** The siblings that were probed because one of the group fell silent. */
    List<WatchedCamera> sample = List.of();

    long sampledAt = WatchedCamera.NEVER;

    @Nullable
    OpenIncident incident;

    CauseGroup(Subject subject, String name) {
        this.subject = subject;
        this.name = name;
    }

    List<WatchedCamera> cameras() {
        return cameras;
    }

    /** Members that are down. */
    int down() {
        return down;
    }

    /** Down cameras of those that are watched and not in maintenance, 0 to 1. */
    double downShare() {
        int watched = cameras.size() - inMaintenance;
        return watched == 0 ? 0 : (double) down / watched;
    }

    void add(WatchedCamera camera) {
        cameras.add(camera);
        if (camera.health() instanceof CameraHealth.Down) {
            countDown(camera, 1);
        } else if (camera.health() instanceof CameraHealth.Maintenance) {
            inMaintenance++;
        }
    }

    /** Puts the members in an order that has nothing to do with the wiring, so that the first of them stand for all. */
    void complete() {
        cameras.sort(Comparator.comparingInt(CauseGroup::scattered).thenComparing(camera -> camera.id));
    }

    /** A member's belief changed. */
    void count(WatchedCamera member, CameraHealth from, CameraHealth to) {
        if (from instanceof CameraHealth.Down) {
            countDown(member, -1);
        } else if (to instanceof CameraHealth.Down) {
            countDown(member, 1);
        }
        inMaintenance +=
                (to instanceof CameraHealth.Maintenance ? 1 : 0) - (from instanceof CameraHealth.Maintenance ? 1 : 0);
    }

    private void countDown(WatchedCamera member, int more) {
        down += more;
        if (isArea()) {
            for (CauseGroup dependency : member.dependencies) {
                downBelow.merge(dependency, more, Integer::sum);
            }
        }
    }

    /** Whether one dependency that has an incident took at least {@code share} of the members that are down. */
    boolean explainedByOneDependency(double share) {
        for (Map.Entry<CauseGroup, Integer> below : downBelow.entrySet()) {
            if (below.getValue() >= share * down && below.getKey().incident != null) {
                return true;
            }
        }
        return false;
    }

    boolean isArea() {
        return subject instanceof Subject.OfArea;
    }

    /** A number of the camera that says nothing of its place or wiring. */
    static int scattered(WatchedCamera camera) {
        long mixed = camera.id.value().getLeastSignificantBits() * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 33);
    }

    @Override
    public String toString() {
        return name;
    }
}
