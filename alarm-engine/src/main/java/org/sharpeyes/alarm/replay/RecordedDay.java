package org.sharpeyes.alarm.replay;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmEngine;
import org.sharpeyes.alarm.AlarmInput;
import org.sharpeyes.alarm.AlarmSettings;
import org.sharpeyes.alarm.EscalationRule;
import org.sharpeyes.alarm.MaintenanceWindow;
import org.sharpeyes.alarm.Moment;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.IncidentState;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.topology.CauseKind;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.alarm.topology.Weight;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.model.IncidentId;
import org.sharpeyes.model.TimeWindow;

/** Reads what {@link InputLog} wrote and runs it through an engine again: same inputs, same incidents. Not thread-safe. */
public final class RecordedDay {
    private static final int MOST_ITEMS = 5_000_000;

    private final DataInputStream in;
    private final List<UUID> ids = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final Deque<IncidentId> made = new ArrayDeque<>();
    private long inputs;
    private long extra;

    private record Step(Moment moment, AlarmInput input) {}

    /**
     * @param source borrowed: the caller closes it
     * @throws IOException if it is no log of inputs
     */
    public RecordedDay(InputStream source) throws IOException {
        in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(source, 1 << 16), 1 << 16));
        int magic = in.readInt();
        int version = in.readInt();
        if (magic != InputLog.MAGIC || version != InputLog.VERSION) {
            throw new IOException("log of inputs: starts with " + Integer.toHexString(magic) + ", version " + version
                    + " (expected: " + Integer.toHexString(InputLog.MAGIC) + ", " + InputLog.VERSION + ")");
        }
    }

    /**
     * Runs all of it.
     *
     * @param effects told each effect with its moment, in order
     * @return how many inputs there were; a log whose writer was killed ends at its last whole input
     */
    public long replay(AlarmSettings settings, BiConsumer<Moment, AlarmEffect> effects) throws IOException {
        AlarmEngine engine = new AlarmEngine(settings, this::nextId);
        for (Step step = read(); step != null; step = read()) {
            inputs++;
            for (AlarmEffect effect : engine.apply(step.moment(), step.input())) {
                effects.accept(step.moment(), effect);
            }
        }
        return inputs;
    }

    /** The identity that was given then; other rules than then may raise more, which are counted. */
    private IncidentId nextId() {
        IncidentId id = made.poll();
        return id != null ? id : new IncidentId(new UUID(0, ++extra));
    }

    private @Nullable Step read() throws IOException {
        try {
            Moment moment = new Moment(in.readLong(), instant());
            AlarmInput input = input(InputLog.Kind.values()[in.readByte()]);
            made.clear();
            for (int left = count(); left > 0; left--) {
                made.add(new IncidentId(id()));
            }
            return new Step(moment, input);
        } catch (EOFException end) {
            return null;
        }
    }

    private AlarmInput input(InputLog.Kind kind) throws IOException {
        return switch (kind) {
            case TICK -> new AlarmInput.Tick();
            case OBSERVED -> new AlarmInput.Observed(evidence());
            case DEPENDENCY_OBSERVED -> new AlarmInput.DependencyObserved(new DependencyId(id()), in.readBoolean());
            case SELF_OBSERVED ->
                new AlarmInput.SelfObserved(AlarmInput.SelfSource.valueOf(text()), text(), in.readBoolean());
            case TOPOLOGY -> new AlarmInput.TopologyChanged(topology());
            case MAINTENANCE -> new AlarmInput.MaintenanceChanged(windows());
            case ESCALATION -> new AlarmInput.EscalationChanged(rules());
            case PERSON -> new AlarmInput.PersonActed(in.readLong(), new IncidentId(id()), text(), action());
            case RESTORED -> new AlarmInput.Restored(knownCameras(), incidents());
        };
    }

    private Evidence evidence() throws IOException {
        return new Evidence(
                new CameraId(id()),
                HealthLayer.values()[in.readByte()],
                Evidence.Outcome.values()[in.readByte()],
                text(),
                text(),
                instant(),
                instant());
    }

    private Topology topology() throws IOException {
        List<Topology.Camera> cameras = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            CameraId id = new CameraId(id());
            String name = text();
            Set<DependencyId> dependsOn = dependencies();
            UUID area = nullableId();
            Weight weight = Weight.values()[in.readByte()];
            cameras.add(new Topology.Camera(id, name, dependsOn, area == null ? null : new AreaId(area), weight));
        }
        List<Topology.Dependency> dependencies = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            dependencies.add(
                    new Topology.Dependency(new DependencyId(id()), CauseKind.valueOf(text()), text(), dependencies()));
        }
        List<Topology.Area> areas = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            AreaId id = new AreaId(id());
            String name = text();
            UUID parent = nullableId();
            areas.add(new Topology.Area(id, name, parent == null ? null : new AreaId(parent)));
        }
        return new Topology(cameras, dependencies, areas);
    }

    private Set<DependencyId> dependencies() throws IOException {
        return many().stream().map(DependencyId::new).collect(Collectors.toUnmodifiableSet());
    }

    private List<MaintenanceWindow> windows() throws IOException {
        List<MaintenanceWindow> windows = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            windows.add(new MaintenanceWindow(Subject.parse(text()), new TimeWindow(instant(), instant()), text()));
        }
        return windows;
    }

    private List<EscalationRule> rules() throws IOException {
        List<EscalationRule> rules = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            AreaId area = new AreaId(id());
            Duration after = Duration.ofNanos(in.readLong());
            List<String> persons = new ArrayList<>();
            for (int more = count(); more > 0; more--) {
                persons.add(text());
            }
            rules.add(new EscalationRule(area, after, persons));
        }
        return rules;
    }

    private PersonAction action() throws IOException {
        String name = text();
        String note = text();
        String assignee = text();
        return switch (name) {
            case "Acknowledge" -> new PersonAction.Acknowledge(note);
            case "Assign" -> new PersonAction.Assign(assignee, note);
            case "Comment" -> new PersonAction.Comment(note);
            case "AddPicture" -> new PersonAction.AddPicture(UUID.fromString(note));
            case "Resolve" -> new PersonAction.Resolve(note);
            default -> throw new IOException("action: \"" + name + "\" (expected: one of a person)");
        };
    }

    private List<AlarmInput.KnownCamera> knownCameras() throws IOException {
        List<AlarmInput.KnownCamera> cameras = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            cameras.add(new AlarmInput.KnownCamera(
                    new CameraId(id()), CameraState.valueOf(text()), instant(), text(), nullableInstant()));
        }
        return cameras;
    }

    private List<Incident> incidents() throws IOException {
        List<Incident> incidents = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            incidents.add(new Incident(
                    new IncidentId(id()),
                    in.readInt(),
                    IncidentKind.valueOf(text()),
                    Subject.parse(text()),
                    Priority.valueOf(text()),
                    IncidentState.valueOf(text()),
                    text(),
                    many().stream().map(CameraId::new).collect(Collectors.toUnmodifiableSet()),
                    parent(),
                    in.readBoolean(),
                    in.readInt(),
                    in.readInt(),
                    nullableText(),
                    nullableText(),
                    instant(),
                    nullableInstant(),
                    nullableInstant()));
        }
        return incidents;
    }

    private @Nullable IncidentId parent() throws IOException {
        UUID parent = nullableId();
        return parent == null ? null : new IncidentId(parent);
    }

    private int count() throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_ITEMS) {
            throw new IOException("count: " + count + " (expected: 0 to " + MOST_ITEMS + ")");
        }
        return count;
    }

    private UUID id() throws IOException {
        int known = in.readInt();
        if (known >= 0) {
            return ids.get(known);
        }
        UUID fresh = new UUID(in.readLong(), in.readLong());
        ids.add(fresh);
        return fresh;
    }

    private List<UUID> many() throws IOException {
        List<UUID> many = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            many.add(id());
        }
        return many;
    }

    private @Nullable UUID nullableId() throws IOException {
        return in.readBoolean() ? id() : null;
    }

    private String text() throws IOException {
        int known = in.readInt();
        if (known >= 0) {
            return texts.get(known);
        }
        String fresh = in.readUTF();
        if (texts.size() < InputLog.MOST_TEXTS) {
            texts.add(fresh);
        }
        return fresh;
    }

    private @Nullable String nullableText() throws IOException {
        return in.readBoolean() ? text() : null;
    }

    private Instant instant() throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private @Nullable Instant nullableInstant() throws IOException {
        return in.readBoolean() ? instant() : null;
    }
}
