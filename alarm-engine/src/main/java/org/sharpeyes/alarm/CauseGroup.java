package org.sharpeyes.alarm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** Every camera below, those of nested dependencies or areas included. */
    final List<WatchedCamera> cameras = new ArrayList<>();

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

    boolean isArea() {
        return subject instanceof Subject.OfArea;
    }

    /** Siblings in an order that has nothing to do with the wiring, so that a part of them stands for all. */
    static int scattered(WatchedCamera camera) {
        long mixed = camera.id.value().getLeastSignificantBits() * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 33);
    }

    @Override
    public String toString() {
        return name;
    }
}
