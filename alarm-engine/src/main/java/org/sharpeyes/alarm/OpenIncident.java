package org.sharpeyes.alarm;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.topology.Weight;
import org.sharpeyes.model.CameraId;

/** An incident that is not closed, with what the rules keep beside it. Confined to the engine's thread. */
final class OpenIncident {
    Incident incident;

    /** All cameras taken along; {@code incident} holds those already told. */
    final TreeSet<CameraId> cameras;

    final Set<CameraId> untold = new LinkedHashSet<>();
    long tellJoinedAt;
    long tellGapNanos;

    /** Monotonic; before the start of this process for one that a restart found. */
    final long raisedAt;

    /** When it is next worked out whether to escalate. */
    long escalationLookAt = Long.MIN_VALUE;

    /** Of the weightiest camera taken along. */
    Weight weight = Weight.ORDINARY;

    /** Since when proof is unbroken; {@link WatchedCamera#NEVER} while there is none. */
    long provenSince = WatchedCamera.NEVER;

    @Nullable
    OpenIncident parent;

    final Set<OpenIncident> children = new LinkedHashSet<>();

    OpenIncident(Incident incident, long raisedAt) {
        this.incident = incident;
        this.cameras = new TreeSet<>(incident.cameras());
        this.raisedAt = raisedAt;
    }

    boolean proving() {
        return provenSince != WatchedCamera.NEVER;
    }

    /** The widest incident that explains this one, itself if none does. */
    OpenIncident widest() {
        OpenIncident at = this;
        while (at.parent != null) {
            at = at.parent;
        }
        return at;
    }
}
