package org.sharpeyes.alarm;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.IncidentId;

/** Everything that can reach the engine. A recorded list of these with their moments replays a day. */
public sealed interface AlarmInput {
    /** Time passes. Expected about each half second; its absence is how the engine notices its own pause. */
    record Tick() implements AlarmInput {}

    /** Something was seen of a camera. */
    record Observed(Evidence evidence) implements AlarmInput {
        public Observed {
            requireNonNull(evidence, "evidence");
        }
    }

    /** Something was seen of a dependency itself: the switch, the NVR, the ONU answers or not. */
    record DependencyObserved(DependencyId dependency, boolean answers) implements AlarmInput {
        public DependencyObserved {
            requireNonNull(dependency, "dependency");
        }
    }

    /**
     * Something was seen of ourselves.
     *
     * @param what our own interface, or the name of a control target
     */
    record SelfObserved(SelfSource source, String what, boolean good) implements AlarmInput {
        public SelfObserved {
            requireNonNull(source, "source");
            requireNonNull(what, "what");
        }
    }

    /** What can tell us about ourselves. */
    enum SelfSource {
        /** An interface of ours: bad when it is down. */
        INTERFACE,
        /** Something that always answers when our way out works: gateway, NTP server, second probe point. */
        CONTROL_TARGET,
        /** Our clock, compared with one we trust. */
        CLOCK
    }

    record TopologyChanged(Topology topology) implements AlarmInput {
        public TopologyChanged {
            requireNonNull(topology, "topology");
        }
    }

    record MaintenanceChanged(List<MaintenanceWindow> windows) implements AlarmInput {
        public MaintenanceChanged {
            windows = List.copyOf(windows);
        }
    }

    record EscalationChanged(List<EscalationRule> rules) implements AlarmInput {
        public EscalationChanged {
            rules = List.copyOf(rules);
        }
    }

    /** @param command names this call, so that its answer can be told from others */
    record PersonActed(long command, IncidentId incident, String actor, PersonAction action) implements AlarmInput {
        public PersonActed {
            requireNonNull(incident, "incident");
            requireNonNull(actor, "actor");
            requireNonNull(action, "action");
        }
    }

    /**
     * What was known before a restart. Goes in once, first.
     *
     * @param incidents those open, and those closed within the reopening time
     */
    record Restored(List<KnownCamera> cameras, List<Incident> incidents) implements AlarmInput {
        public Restored {
            cameras = List.copyOf(cameras);
            incidents = List.copyOf(incidents);
        }
    }

    /** The last hard state of a camera. */
    record KnownCamera(
            CameraId camera,
            CameraState state,
            Instant since,
            String because,
            @Nullable Instant lastGood) {
        public KnownCamera {
            requireNonNull(camera, "camera");
            requireNonNull(state, "state");
            requireNonNull(since, "since");
            requireNonNull(because, "because");
        }
    }
}
