package org.sharpeyes.alarm.replay;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.AlarmInput;
import org.sharpeyes.alarm.EscalationRule;
import org.sharpeyes.alarm.MaintenanceWindow;
import org.sharpeyes.alarm.Moment;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.IncidentId;

/**
 * Writes every input of the engine with its moment, so that {@link RecordedDay} gives the same incidents again. Compressed;
 * a camera or a text that was written once is a number from then on. Not thread-safe.
 */
public final class InputLog implements AutoCloseable {
    static final int MAGIC = 0x53454159;
    static final int VERSION = 1;

    /** Texts beyond this are written out each time: details with numbers in them never end. */
    static final int MOST_TEXTS = 50_000;

    /** What follows in the log. */
    enum Kind {
        TICK,
        OBSERVED,
        DEPENDENCY_OBSERVED,
        SELF_OBSERVED,
        TOPOLOGY,
        MAINTENANCE,
        ESCALATION,
        PERSON,
        RESTORED
    }

    private final DataOutputStream out;
    private final Map<UUID, Integer> ids = new HashMap<>();
    private final Map<String, Integer> texts = new HashMap<>();

    /** Takes ownership of {@code target}. */
    public InputLog(OutputStream target) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(target, 1 << 16, true), 1 << 16));
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
    }

    /** @param made identities that the engine took for new incidents while it applied this input */
    public void write(Moment moment, AlarmInput input, List<IncidentId> made) throws IOException {
        out.writeLong(moment.nanos());
        instant(moment.wall());
        if (input instanceof AlarmInput.Tick) {
            kind(Kind.TICK);
        } else if (input instanceof AlarmInput.Observed observed) {
            kind(Kind.OBSERVED);
            evidence(observed.evidence());
        } else if (input instanceof AlarmInput.DependencyObserved seen) {
            kind(Kind.DEPENDENCY_OBSERVED);
            id(seen.dependency().value());
            out.writeBoolean(seen.answers());
        } else if (input instanceof AlarmInput.SelfObserved seen) {
            kind(Kind.SELF_OBSERVED);
            text(seen.source().name());
            text(seen.what());
            out.writeBoolean(seen.good());
        } else if (input instanceof AlarmInput.TopologyChanged changed) {
            kind(Kind.TOPOLOGY);
            topology(changed.topology());
        } else if (input instanceof AlarmInput.MaintenanceChanged changed) {
            kind(Kind.MAINTENANCE);
            out.writeInt(changed.windows().size());
            for (MaintenanceWindow window : changed.windows()) {
                text(window.scope().key());
                instant(window.when().from());
                instant(window.when().to());
                text(window.reason());
            }
        } else if (input instanceof AlarmInput.EscalationChanged changed) {
            kind(Kind.ESCALATION);
            out.writeInt(changed.rules().size());
            for (EscalationRule rule : changed.rules()) {
                id(rule.area().value());
                duration(rule.after());
                out.writeInt(rule.persons().size());
                for (String person : rule.persons()) {
                    text(person);
                }
            }
        } else if (input instanceof AlarmInput.PersonActed acted) {
            kind(Kind.PERSON);
            out.writeLong(acted.command());
            id(acted.incident().value());
            text(acted.actor());
            action(acted.action());
        } else if (input instanceof AlarmInput.Restored restored) {
            kind(Kind.RESTORED);
            restored(restored);
        } else {
            throw new IllegalStateException("no spelling for " + input);
        }
        out.writeInt(made.size());
        for (IncidentId id : made) {
            id(id.value());
        }
    }

    private void evidence(Evidence evidence) throws IOException {
        id(evidence.camera().value());
        out.writeByte(evidence.layer().ordinal());
        out.writeByte(evidence.outcome().ordinal());
        text(evidence.source());
        text(evidence.detail());
        instant(evidence.startedAt());
        instant(evidence.observedAt());
    }

    private void topology(Topology topology) throws IOException {
        out.writeInt(topology.cameras().size());
        for (Topology.Camera camera : topology.cameras()) {
            id(camera.id().value());
            text(camera.name());
            ids(camera.dependsOn().stream().map(each -> each.value()).toList());
            nullableId(camera.area() == null ? null : camera.area().value());
            out.writeByte(camera.weight().ordinal());
        }
        out.writeInt(topology.dependencies().size());
        for (Topology.Dependency dependency : topology.dependencies()) {
            id(dependency.id().value());
            text(dependency.kind().name());
            text(dependency.name());
            ids(dependency.dependsOn().stream().map(each -> each.value()).toList());
        }
        out.writeInt(topology.areas().size());
        for (Topology.Area area : topology.areas()) {
            id(area.id().value());
            text(area.name());
            nullableId(area.parent() == null ? null : area.parent().value());
        }
    }

    private void action(PersonAction action) throws IOException {
        text(action.getClass().getSimpleName());
        text(action.note());
        text(action instanceof PersonAction.Assign assign ? assign.assignee() : "");
    }

    private void restored(AlarmInput.Restored restored) throws IOException {
        out.writeInt(restored.cameras().size());
        for (AlarmInput.KnownCamera camera : restored.cameras()) {
            id(camera.camera().value());
            text(camera.state().name());
            instant(camera.since());
            text(camera.because());
            nullableInstant(camera.lastGood());
        }
        out.writeInt(restored.incidents().size());
        for (Incident incident : restored.incidents()) {
            id(incident.id().value());
            out.writeInt(incident.version());
            text(incident.kind().name());
            text(incident.subject().key());
            text(incident.priority().name());
            text(incident.state().name());
            text(incident.cause());
            ids(incident.cameras().stream().map(each -> each.value()).toList());
            nullableId(incident.parent() == null ? null : incident.parent().value());
            out.writeBoolean(incident.flapping());
            out.writeInt(incident.reopened());
            out.writeInt(incident.escalation());
            nullableText(incident.acknowledgedBy());
            nullableText(incident.assignee());
            instant(incident.raisedAt());
            nullableInstant(incident.resolvedAt());
            nullableInstant(incident.closedAt());
        }
    }

    private void kind(Kind kind) throws IOException {
        out.writeByte(kind.ordinal());
    }

    private void id(UUID id) throws IOException {
        Integer known = ids.putIfAbsent(id, ids.size());
        out.writeInt(known == null ? -1 : known);
        if (known == null) {
            out.writeLong(id.getMostSignificantBits());
            out.writeLong(id.getLeastSignificantBits());
        }
    }

    private void ids(Collection<UUID> many) throws IOException {
        out.writeInt(many.size());
        for (UUID each : many) {
            id(each);
        }
    }

    private void nullableId(@Nullable UUID id) throws IOException {
        out.writeBoolean(id != null);
        if (id != null) {
            id(id);
        }
    }

    private void text(String text) throws IOException {
        Integer known = texts.get(text);
        out.writeInt(known == null ? -1 : known);
        if (known == null) {
            out.writeUTF(text.length() > 20_000 ? text.substring(0, 20_000) : text);
            if (texts.size() < MOST_TEXTS) {
                texts.put(text, texts.size());
            }
        }
    }

    private void nullableText(@Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            text(text);
        }
    }

    private void instant(Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private void nullableInstant(@Nullable Instant instant) throws IOException {
        out.writeBoolean(instant != null);
        if (instant != null) {
            instant(instant);
        }
    }

    private void duration(Duration duration) throws IOException {
        out.writeLong(duration.toNanos());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
