package org.sharpeyes.recording.recorder;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.volume.Volumes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records every camera by its plan. Each stream belongs to one of a few threads for good. Once a minute each plan is
 * compared with what is really being recorded, and the {@link Auditor} is told. Thread-safe.
 */
public final class Recorders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorders.class);
    private static final Duration AUDIT = Duration.ofSeconds(60);
    /** Shorter gaps are told when they are over, by the index; a longer one is a plan that is not kept. */
    private static final Duration TOLERATED = Duration.ofSeconds(30);

    /** Told once a minute of each camera that has a plan, on a thread that may wait. */
    @FunctionalInterface
    public interface Auditor {
        /** @param kept whether the plan is kept now; a gap of less than half a minute does not break it */
        void audited(StreamKey stream, RecordingPlan plan, RecordingStatus status, boolean kept);
    }

    private final RecordingFeed feed;
    private final Volumes volumes;
    private final RecordingSettings settings;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Auditor auditor;
    private final Instant start;
    private final List<ExecutorService> loops = new ArrayList<>();
    private final Map<StreamKey, StreamRecorder> recorders = new ConcurrentHashMap<>();
    private final Map<CameraId, RecordingPlan> plans = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "recorder-timer");
        thread.setDaemon(true);
        return thread;
    });
    private Instant nextAudit;

    /** @param zone in which weekly hours are meant */
    public Recorders(
            RecordingFeed feed,
            Volumes volumes,
            RecordingSettings settings,
            InstantSource clock,
            ZoneId zone,
            Auditor auditor) {
        this.feed = requireNonNull(feed, "feed");
        this.volumes = requireNonNull(volumes, "volumes");
        this.settings = requireNonNull(settings, "settings");
        this.clock = requireNonNull(clock, "clock");
        this.zone = requireNonNull(zone, "zone");
        this.auditor = requireNonNull(auditor, "auditor");
        this.start = clock.instant();
        this.nextAudit = start.plus(AUDIT);
        for (int i = 0; i < settings.recorders(); i++) {
            String name = "recorder-" + i;
            loops.add(Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            }));
        }
        timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Takes over all plans; a camera that is not among them is not recorded any more. */
    public void plans(Map<CameraId, RecordingPlan> all) {
        Map<CameraId, RecordingPlan> before = new HashMap<>(plans);
        all.forEach(this::plan);
        before.keySet().stream().filter(camera -> !all.containsKey(camera)).forEach(camera -> {
            plan(camera, RecordingPlan.off());
            plans.remove(camera);
        });
    }

    /** Takes over the plan of one camera. */
    public void plan(CameraId camera, RecordingPlan plan) {
        RecordingPlan before = plans.put(camera, plan);
        if (before != null && before.profile() != plan.profile()) {
            send(new StreamKey(camera, before.profile()), recorder -> recorder.plan(RecordingPlan.off()));
        }
        StreamKey stream = new StreamKey(camera, plan.profile());
        if (plan.mode() != RecordingPlan.Mode.OFF) {
            recorders.computeIfAbsent(stream, this::recorder);
        }
        send(stream, recorder -> recorder.plan(plan));
    }

    private StreamRecorder recorder(StreamKey stream) {
        return new StreamRecorder(stream, feed, volumes, settings, loop(stream), clock, zone, start);
    }

    private Executor loop(StreamKey stream) {
        return loops.get(Math.floorMod(stream.hashCode(), loops.size()));
    }

    private void send(StreamKey stream, java.util.function.Consumer<StreamRecorder> message) {
        StreamRecorder recorder = recorders.get(stream);
        if (recorder != null) {
            loop(stream).execute(() -> message.accept(recorder));
        }
    }

    /** Something happened before a camera: its plan may ask to keep it. */
    public void event(CameraId camera, Instant at) {
        RecordingPlan plan = plans.get(camera);
        if (plan != null && plan.mode() == RecordingPlan.Mode.EVENT) {
            send(new StreamKey(camera, plan.profile()), recorder -> recorder.event(at));
        }
    }

    public Map<CameraId, RecordingPlan> plans() {
        return Map.copyOf(plans);
    }

    /** What is done for a camera now; empty if it has no plan. */
    public Optional<RecordingStatus> status(CameraId camera) {
        RecordingPlan plan = plans.get(camera);
        return Optional.ofNullable(plan == null ? null : recorders.get(new StreamKey(camera, plan.profile())))
                .map(StreamRecorder::status);
    }

    /** The gap that lasts now, of a stream that has a plan; for {@link org.sharpeyes.recording.RecordingLibrary}. */
    public @Nullable Gap gap(StreamKey stream, Instant now) {
        StreamRecorder recorder = recorders.get(stream);
        return recorder == null ? null : recorder.lasting(now);
    }

    private void tick() {
        try {
            recorders.values().forEach(recorder -> send(recorder.stream(), StreamRecorder::tick));
            Instant now = clock.instant();
            if (!now.isBefore(nextAudit)) {
                nextAudit = now.plus(AUDIT);
                audit(now);
            }
        } catch (RuntimeException failed) {
            // A periodic task that throws is never run again.
            LOG.atError().setCause(failed).log("Recorders could not be looked at; it is tried again");
        }
    }

    private void audit(Instant now) {
        for (Map.Entry<CameraId, RecordingPlan> entry : plans.entrySet()) {
            StreamKey stream = new StreamKey(entry.getKey(), entry.getValue().profile());
            StreamRecorder recorder = recorders.get(stream);
            if (recorder != null) {
                RecordingStatus status = recorder.status();
                boolean kept = status.state() != RecordingStatus.State.GAP
                        || status.since().plus(TOLERATED).isAfter(now);
                auditor.audited(stream, entry.getValue(), status, kept);
            }
        }
    }

    /** Ends all segments under way, waiting until the volumes have them. */
    @Override
    public synchronized void close() {
        if (timer.isShutdown()) {
            return;
        }
        timer.shutdownNow();
        CompletableFuture.allOf(recorders.values().stream()
                        .map(recorder -> CompletableFuture.runAsync(recorder::close, loop(recorder.stream())))
                        .toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    LOG.atWarn().setCause(late).log("Not every recorder has stopped");
                    return null;
                })
                .join();
        loops.forEach(ExecutorService::shutdownNow);
    }
}
