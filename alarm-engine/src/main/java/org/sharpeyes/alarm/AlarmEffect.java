package org.sharpeyes.alarm;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.HistoryEntry;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.HealthLayer;

/** What the engine wants done. The first two must be stored in one transaction before anybody is told. */
public sealed interface AlarmEffect {
    /**
     * @param because the evidence, in words
     * @param lastGood when the camera last proved itself, {@code null} if never since it is known
     */
    record CameraStateChanged(
            CameraId camera,
            CameraState from,
            CameraState to,
            String because,
            @Nullable Instant lastGood,
            Instant at) implements AlarmEffect {
        public CameraStateChanged {
            requireNonNull(camera, "camera");
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(because, "because");
            requireNonNull(at, "at");
        }
    }

    /**
     * An incident changed; {@code incident.version()} equals {@code entry.version()}.
     *
     * @param joined cameras new in the incident with this change
     * @param tell whether receivers are told; a child of a wider incident keeps silent
     */
    record IncidentChanged(Incident incident, HistoryEntry entry, Set<CameraId> joined, boolean tell)
            implements AlarmEffect {
        public IncidentChanged {
            requireNonNull(incident, "incident");
            requireNonNull(entry, "entry");
            joined = Set.copyOf(joined);
        }
    }

    /** Probe this camera over these layers, after {@code delay}. */
    record Reprobe(CameraId camera, Set<HealthLayer> layers, Duration delay) implements AlarmEffect {
        public Reprobe {
            requireNonNull(camera, "camera");
            layers = Set.copyOf(layers);
            requireNonNull(delay, "delay");
        }
    }

    /** Ask the dependency itself whether it answers. */
    record ReprobeDependency(DependencyId dependency) implements AlarmEffect {
        public ReprobeDependency {
            requireNonNull(dependency, "dependency");
        }
    }

    /** Ask the control targets and look at our own interfaces now: cameras go silent. */
    record ProbeOurselves() implements AlarmEffect {}

    /** Answer to a person's command: done, see the {@link IncidentChanged} with it. */
    record CommandDone(long command, Incident incident) implements AlarmEffect {
        public CommandDone {
            requireNonNull(incident, "incident");
        }
    }

    /** Answer to a person's command: not done. */
    record CommandRefused(long command, Refusal refusal, String reason) implements AlarmEffect {
        public CommandRefused {
            requireNonNull(refusal, "refusal");
            requireNonNull(reason, "reason");
        }
    }

    /** Why a command was not done. */
    enum Refusal {
        UNKNOWN_INCIDENT,
        NOT_IN_THIS_STATE
    }
}
