package org.sharpeyes.alarm.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmEngine;
import org.sharpeyes.alarm.AlarmInput;
import org.sharpeyes.alarm.AlarmSettings;
import org.sharpeyes.alarm.Moment;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.Evidence.Outcome;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.model.IncidentId;

/**
 * Cameras, a lossy network and a prober, driving an {@link AlarmEngine} on a virtual clock. One seed, one run.
 *
 * <p>A probe is a TCP connect with the retransmission of Linux: segments go out at 0, 1 and 3 s, each is lost with the
 * network's probability each way, and the time-out is 3.3 s. What is silent times out, what refuses answers at once. Not
 * thread-safe.
 */
public final class SimulatedCounty {
    private static final long TIME_OUT = 3_300_000_000L;
    private static final long[] SENT_AT = {0, 1_000_000_000L, 3_000_000_000L};
    private static final long TICK = 500_000_000L;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** How a camera behaves. */
    public enum Mode {
        ALIVE,
        SILENT,
        REFUSING,
        /** Answers, but its stream cannot be had: an unplugged channel of an NVR. */
        WITHOUT_STREAM,
        WRONG_PASSWORD,
        WRONG_CLOCK,
        ONVIF_SILENT
    }

    private record Event(long at, long order, Runnable action) {}

    private final AlarmEngine engine;
    private final SplittableRandom random;
    private final double loss;
    private final CameraId[] cameras;
    private final RegularProbes regular;
    private final Mode[] mode;
    private final int[] cutsAbove;
    private final Map<CameraId, Integer> indexOf = new HashMap<>();
    private final Map<DependencyId, List<Integer>> below = new HashMap<>();
    private final Set<DependencyId> cut = new HashSet<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final List<String> controlTargets;
    private final List<AlarmInput> firstInputs = new ArrayList<>();
    private final List<IncidentId> made = new ArrayList<>();
    private Consumer<AlarmEffect> listener = effect -> {};
    private @Nullable Recorder recorder;

    private long now;
    private long clockStep;
    private long order;
    private long nextTick;
    private boolean waysOutCut;
    private long probesSent;
    private long probesUnanswered;

    /** @param loss share of packets lost each way, independent of each other, 0 to 1 */
    public SimulatedCounty(
            long seed, Topology topology, AlarmSettings settings, double loss, List<String> controlTargets) {
        this.random = new SplittableRandom(seed);
        this.loss = loss;
        this.controlTargets = List.copyOf(controlTargets);
        SplittableRandom ids = random.split();
        this.engine = new AlarmEngine(settings, () -> {
            IncidentId id = new IncidentId(new UUID(ids.nextLong(), ids.nextLong()));
            made.add(id);
            return id;
        });
        int count = topology.cameras().size();
        cameras = new CameraId[count];
        mode = new Mode[count];
        cutsAbove = new int[count];
        Arrays.fill(mode, Mode.ALIVE);
        for (int i = 0; i < count; i++) {
            cameras[i] = topology.cameras().get(i).id();
            indexOf.put(cameras[i], i);
        }
        regular = new RegularProbes(count, settings.probeInterval().toNanos(), random.split());
        Map<DependencyId, Set<DependencyId>> direct = new HashMap<>();
        topology.dependencies().forEach(dependency -> direct.put(dependency.id(), dependency.dependsOn()));
        for (int i = 0; i < count; i++) {
            Set<DependencyId> above = new LinkedHashSet<>();
            climb(topology.cameras().get(i).dependsOn(), direct, above);
            for (DependencyId dependency : above) {
                below.computeIfAbsent(dependency, none -> new ArrayList<>()).add(i);
            }
        }
        firstInputs.add(new AlarmInput.TopologyChanged(topology));
        controlTargets.forEach(target ->
                firstInputs.add(new AlarmInput.SelfObserved(AlarmInput.SelfSource.CONTROL_TARGET, target, true)));
        firstInputs.forEach(this::apply);
    }

    private static void climb(
            Set<DependencyId> from, Map<DependencyId, Set<DependencyId>> direct, Set<DependencyId> seen) {
        for (DependencyId dependency : from) {
            if (seen.add(dependency)) {
                climb(direct.getOrDefault(dependency, Set.of()), direct, seen);
            }
        }
    }

    /** Every effect of the engine goes here, at the virtual moment it arises. */
    public void listen(Consumer<AlarmEffect> listener) {
        this.listener = listener;
    }

    /** Told every input, after the engine took it. */
    public interface Recorder {
        /** @param made identities of the incidents that the input raised */
        void took(Moment moment, AlarmInput input, List<IncidentId> made);
    }

    /** From now on; what was before, the topology above all, is told at once. */
    public void record(Recorder recorder) {
        this.recorder = recorder;
        firstInputs.forEach(input -> recorder.took(new Moment(now, wall()), input, List.of()));
    }

    public AlarmEngine engine() {
        return engine;
    }

    /** Virtual time since the start. */
    public Duration elapsed() {
        return Duration.ofNanos(now);
    }

    public Instant wall() {
        return START.plusNanos(now + clockStep);
    }

    public long probesSent() {
        return probesSent;
    }

    public long probesUnanswered() {
        return probesUnanswered;
    }

    public void set(CameraId camera, Mode to) {
        mode[index(camera)] = to;
    }

    /** Takes everything below a dependency away, and the dependency itself. */
    public void cut(DependencyId dependency) {
        if (cut.add(dependency)) {
            for (int i : below.getOrDefault(dependency, List.of())) {
                cutsAbove[i]++;
            }
        }
    }

    public void mend(DependencyId dependency) {
        if (cut.remove(dependency)) {
            for (int i : below.getOrDefault(dependency, List.of())) {
                cutsAbove[i]--;
            }
        }
    }

    /** Cuts our own way out: cameras and control targets are silent alike. */
    public void cutOurselves(boolean cut) {
        waysOutCut = cut;
    }

    /** The wall clock jumps; the monotonic one does not. */
    public void stepClock(Duration by) {
        clockStep += by.toNanos();
    }

    /** Whether the camera would answer now. */
    public boolean lost(CameraId camera) {
        int i = index(camera);
        return mode[i] == Mode.SILENT || mode[i] == Mode.REFUSING || cutsAbove[i] > 0;
    }

    /** Plans something for {@code after} from now. */
    public void later(Duration after, Runnable action) {
        later(after.toNanos(), action);
    }

    /** We stand still: nothing is sent or taken up; time-outs that fall due are noticed when we go on. */
    public void pauseFor(Duration pause) {
        long until = now + pause.toNanos();
        regular.skipUntil(until);
        now = until;
        nextTick = until;
    }

    public void apply(AlarmInput input) {
        apply(new Moment(now, wall()), input);
    }

    private void apply(Moment moment, AlarmInput input) {
        List<AlarmEffect> effects = engine.apply(moment, input);
        if (recorder != null) {
            recorder.took(moment, input, List.copyOf(made));
        }
        made.clear();
        for (AlarmEffect effect : effects) {
            listener.accept(effect);
            if (effect instanceof AlarmEffect.Reprobe reprobe) {
                int i = index(reprobe.camera());
                later(reprobe.delay().toNanos(), () -> probe(i, reprobe.layers()));
            } else if (effect instanceof AlarmEffect.ProbeOurselves) {
                controlTargets.forEach(target -> later(waysOutCut ? TIME_OUT : 5_000_000, () -> {
                    apply(new AlarmInput.SelfObserved(AlarmInput.SelfSource.CONTROL_TARGET, target, !waysOutCut));
                }));
            } else if (effect instanceof AlarmEffect.ReprobeDependency reprobe) {
                boolean answers = !cut.contains(reprobe.dependency());
                later(
                        answers ? 5_000_000 : TIME_OUT,
                        () -> apply(new AlarmInput.DependencyObserved(reprobe.dependency(), answers)));
            }
        }
    }

    public void advance(Duration by) {
        long end = now + by.toNanos();
        while (true) {
            long nextProbe = regular.nextAt();
            long event = events.isEmpty() ? Long.MAX_VALUE : events.peek().at();
            long next = Math.min(Math.min(nextProbe, event), nextTick);
            if (next > end) {
                break;
            }
            now = Math.max(now, next);
            if (next == nextTick) {
                nextTick = now + TICK;
                apply(new AlarmInput.Tick());
            } else if (next == event) {
                events.remove().action().run();
            } else {
                regularProbe(regular.next());
            }
        }
        now = Math.max(now, end);
    }

    private void regularProbe(int i) {
        probe(i, HealthLayer.REACHABLE);
        if (mode[i] == Mode.WITHOUT_STREAM || mode[i] == Mode.WRONG_PASSWORD) {
            probe(i, HealthLayer.RTSP);
        } else if (mode[i] == Mode.ONVIF_SILENT) {
            probe(i, HealthLayer.ONVIF);
        }
        if (mode[i] == Mode.WRONG_CLOCK) {
            seen(i, HealthLayer.CLOCK_RIGHT, Outcome.BAD, "its clock is 600 s behind", 0);
        } else if (Math.abs(clockStep) > 2_000_000_000L && random.nextInt(90) == 0) {
            seen(i, HealthLayer.CLOCK_RIGHT, Outcome.BAD, "its clock differs from ours", 0);
        }
    }

    private void probe(int i, Set<HealthLayer> layers) {
        for (HealthLayer layer : HealthLayer.values()) {
            if (layers.contains(layer)) {
                probe(i, layer);
            }
        }
    }

    private void probe(int i, HealthLayer layer) {
        probesSent++;
        boolean gone = cutsAbove[i] > 0 || waysOutCut;
        if (!gone && mode[i] == Mode.REFUSING) {
            probesUnanswered++;
            seen(i, layer, Outcome.BAD, "refused", 0);
            return;
        }
        long answer = gone || mode[i] == Mode.SILENT ? Long.MAX_VALUE : answerAfter();
        boolean silentLayer = layer == HealthLayer.ONVIF && mode[i] == Mode.ONVIF_SILENT;
        if (answer > TIME_OUT || silentLayer) {
            probesUnanswered++;
            later(TIME_OUT, () -> seen(i, layer, Outcome.BAD, "no answer", TIME_OUT));
            return;
        }
        Outcome outcome = layer == HealthLayer.RTSP && mode[i] == Mode.WITHOUT_STREAM ? Outcome.BAD : Outcome.GOOD;
        if (layer == HealthLayer.RTSP && mode[i] == Mode.WRONG_PASSWORD) {
            seen(i, HealthLayer.AUTHENTICATED, Outcome.BAD, "password refused", 0);
            return;
        }
        String detail = outcome == Outcome.GOOD ? "answered" : "404 for its stream";
        if (answer < SENT_AT[1]) {
            // Milliseconds make no difference to the rules; one event less does to the speed.
            seen(i, layer, outcome, detail, 0);
        } else {
            long took = answer;
            later(took, () -> seen(i, layer, outcome, detail, took));
        }
    }

    /** When the first of the retransmitted segments gets through both ways. */
    private long answerAfter() {
        if (loss == 0) {
            return 1_000_000;
        }
        double through = (1 - loss) * (1 - loss);
        for (long sentAt : SENT_AT) {
            if (random.nextDouble() < through) {
                return sentAt + 1_000_000L * (2 + random.nextInt(150));
            }
        }
        return Long.MAX_VALUE;
    }

    private void seen(int i, HealthLayer layer, Outcome outcome, String detail, long took) {
        Instant observed = wall();
        Instant started = took == 0 ? observed : observed.minusNanos(took);
        apply(
                new Moment(now, observed),
                new AlarmInput.Observed(new Evidence(cameras[i], layer, outcome, "probe", detail, started, observed)));
    }

    private void later(long after, Runnable action) {
        events.add(new Event(now + after, order++, action));
    }

    private int index(CameraId camera) {
        Integer i = indexOf.get(camera);
        if (i == null) {
            throw new IllegalArgumentException("camera: " + camera + " (expected: one of the county)");
        }
        return i;
    }

    /** Cameras that are lost now, in the order of the topology. */
    public List<CameraId> lostCameras() {
        List<CameraId> lost = new ArrayList<>();
        for (CameraId camera : cameras) {
            if (lost(camera)) {
                lost.add(camera);
            }
        }
        return lost;
    }
}
