package org.sharpeyes.alarm.runtime;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmEngine;
import org.sharpeyes.alarm.AlarmInput;
import org.sharpeyes.alarm.AlarmSettings;
import org.sharpeyes.alarm.Moment;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.replay.InputLog;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.IncidentId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an {@link AlarmEngine} on a thread of its own: inputs come by a bounded queue, effects are written in one
 * transaction per batch, and only then told.
 *
 * <p>Evidence that finds the queue full is dropped and counted (the next probe brings more); inputs of other kinds wait for
 * room. While the database is away the engine goes on and what it decided is kept in memory until it can be written, in
 * order; with more than {@value #MOST_UNWRITTEN} effects unwritten, evidence is left in the queue until it can.
 *
 * <p>Thread-safe.
 */
public final class AlarmRuntime implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AlarmRuntime.class);
    private static final int QUEUE = 100_000;
    private static final int BATCH = 2_000;
    private static final int MOST_UNWRITTEN = 200_000;
    private static final long TICK_NANOS = 500_000_000L;
    private static final long RETRY_NANOS = 1_000_000_000L;

    /** What others do when the engine wants something or has decided something; called on the engine's thread. */
    public interface Listener {
        /** The engine asks for a probe; must not block. */
        void wanted(AlarmEffect effect);

        /** These changes are committed. */
        void committed(List<AlarmEffect> effects);
    }

    /** What is believed of a camera, and why. */
    public record CameraStatus(
            CameraState state,
            Instant since,
            String because,
            @Nullable Instant lastGood) {}

    private final AlarmEngine engine;
    private final AlarmSettings settings;
    private final AlarmJournal journal;
    private final Listener listener;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final BlockingQueue<AlarmInput> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Map<Long, CompletableFuture<AlarmEffect>> commands = new ConcurrentHashMap<>();
    private final AtomicLong nextCommand = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final Map<CameraId, CameraStatus> statuses = new ConcurrentHashMap<>();
    private final AlarmInput.Restored restored;
    private final Topology topology;
    private final Thread thread;

    /** Identities of the incidents that the input at hand raised. */
    private final List<IncidentId> made = new ArrayList<>();

    private @Nullable InputLog inputs;
    private final List<AlarmJournal.Numbered> unwritten = new ArrayList<>();
    private final List<AlarmEffect> answers = new ArrayList<>();
    private long retryAt;
    private boolean journalAway;
    private volatile boolean stopping;
    private volatile int unwrittenNow;
    private volatile int openNow;

    /**
     * @param nanos monotonic clock
     * @param inputs gets every input for a replay, closed with the runtime; {@code null}: none
     * @throws RuntimeException of the journal, when what was known cannot be read: without it alarms would be false
     */
    public AlarmRuntime(
            AlarmSettings settings,
            AlarmJournal journal,
            Topology topology,
            Listener listener,
            InstantSource wall,
            LongSupplier nanos,
            @Nullable InputLog inputs) {
        this.settings = settings;
        this.journal = journal;
        this.listener = listener;
        this.wall = wall;
        this.nanos = nanos;
        this.inputs = inputs;
        this.engine = new AlarmEngine(settings, () -> {
            IncidentId id = IncidentId.random();
            made.add(id);
            return id;
        });
        AlarmInput.Restored restored = journal.restore(wall.instant().minus(settings.reopenWithin()));
        for (AlarmInput.KnownCamera known : restored.cameras()) {
            statuses.put(
                    known.camera(), new CameraStatus(known.state(), known.since(), known.because(), known.lastGood()));
        }
        this.restored = restored;
        this.topology = topology;
        thread = new Thread(this::run, "alarm-engine");
        thread.setDaemon(true);
    }

    /** Begins to decide. Time counts from here: how long the rest of the server took to start is no pause of ours. */
    public void start() {
        thread.start();
    }

    /** Takes evidence; never blocks. Full: dropped and counted. */
    public void observe(Evidence evidence) {
        if (!queue.offer(new AlarmInput.Observed(evidence))) {
            dropped.incrementAndGet();
        }
    }

    /** Takes an input that must not be lost; blocks while the queue is full. */
    public void tell(AlarmInput input) throws InterruptedException {
        queue.put(input);
    }

    /**
     * Does what a person asks.
     *
     * @return {@link AlarmEffect.CommandDone} once it is committed, or {@link AlarmEffect.CommandRefused}
     */
    public CompletionStage<AlarmEffect> act(IncidentId incident, String actor, PersonAction action) {
        long command = nextCommand.incrementAndGet();
        CompletableFuture<AlarmEffect> answer = new CompletableFuture<>();
        commands.put(command, answer);
        if (!queue.offer(new AlarmInput.PersonActed(command, incident, actor, action))) {
            commands.remove(command);
            answer.completeExceptionally(new IllegalStateException("the alarm engine is overloaded"));
        }
        return answer;
    }

    /** What is believed of the camera as last committed; {@code null} if nothing was ever heard of it. */
    public @Nullable CameraStatus status(CameraId camera) {
        return statuses.get(camera);
    }

    public Map<CameraState, Long> camerasByState() {
        Map<CameraState, Long> counts = new HashMap<>();
        statuses.values().forEach(status -> counts.merge(status.state(), 1L, Long::sum));
        return counts;
    }

    public long evidenceDropped() {
        return dropped.get();
    }

    public long inputsTaken() {
        return taken.get();
    }

    public int queued() {
        return queue.size();
    }

    public int effectsUnwritten() {
        return unwrittenNow;
    }

    public int openIncidents() {
        return openNow;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        if (!thread.isAlive()) {
            return;
        }
        thread.interrupt();
        thread.join(Duration.ofSeconds(5).toMillis());
    }

    private void run() {
        apply(restored);
        apply(new AlarmInput.TopologyChanged(topology));
        long tickAt = nanos.getAsLong();
        List<AlarmInput> batch = new ArrayList<>(BATCH);
        while (!stopping) {
            try {
                long wait = tickAt - nanos.getAsLong();
                AlarmInput first = unwritten.size() > MOST_UNWRITTEN
                        ? sleep(wait)
                        : queue.poll(Math.max(wait, 0), TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    for (AlarmInput input : batch) {
                        apply(input);
                    }
                    batch.clear();
                }
                if (nanos.getAsLong() >= tickAt) {
                    tickAt = nanos.getAsLong() + TICK_NANOS;
                    apply(new AlarmInput.Tick());
                    openNow = engine.openIncidents().size();
                }
                commit();
            } catch (InterruptedException interrupted) {
                if (!stopping) {
                    log.atError().log("The alarm engine was interrupted and stops");
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
        commit();
        closeLog();
    }

    private void closeLog() {
        InputLog log = inputs;
        inputs = null;
        if (log != null) {
            try {
                log.close();
            } catch (IOException full) {
                AlarmRuntime.log.atWarn().setCause(full).log("The record of inputs may lack its end");
            }
        }
    }

    private static @Nullable AlarmInput sleep(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(nanos, 0));
        return null;
    }

    private void apply(AlarmInput input) {
        taken.incrementAndGet();
        Moment now = new Moment(nanos.getAsLong(), wall.instant());
        List<AlarmEffect> effects = engine.apply(now, input);
        record(now, input);
        for (AlarmEffect effect : effects) {
            if (effect instanceof AlarmEffect.CameraStateChanged || effect instanceof AlarmEffect.IncidentChanged) {
                unwritten.add(new AlarmJournal.Numbered(UUID.randomUUID(), effect));
            } else if (effect instanceof AlarmEffect.CommandDone || effect instanceof AlarmEffect.CommandRefused) {
                answers.add(effect);
            } else {
                listener.wanted(effect);
            }
        }
    }

    private void record(Moment now, AlarmInput input) {
        InputLog log = inputs;
        if (log != null) {
            try {
                log.write(now, input, made);
            } catch (IOException full) {
                // A replay is worth less than the alarms themselves.
                inputs = null;
                AlarmRuntime.log.atWarn().setCause(full).log("Inputs are recorded no longer");
            }
        }
        made.clear();
    }

    private void commit() {
        if (!unwritten.isEmpty() && nanos.getAsLong() - retryAt >= 0) {
            try {
                journal.write(unwritten);
            } catch (RuntimeException away) {
                retryAt = nanos.getAsLong() + RETRY_NANOS;
                unwrittenNow = unwritten.size();
                if (!journalAway) {
                    journalAway = true;
                    log.atError()
                            .setCause(away)
                            .addKeyValue("unwritten", unwritten.size())
                            .log("Alarms cannot be written; they are kept and tried again each second");
                }
                return;
            }
            if (journalAway) {
                journalAway = false;
                log.atInfo().addKeyValue("written", unwritten.size()).log("Alarms are written again");
            }
            List<AlarmEffect> effects =
                    unwritten.stream().map(AlarmJournal.Numbered::effect).toList();
            unwritten.clear();
            unwrittenNow = 0;
            effects.forEach(this::remember);
            listener.committed(effects);
        }
        if (unwritten.isEmpty() && !answers.isEmpty()) {
            for (AlarmEffect answer : answers) {
                long command = answer instanceof AlarmEffect.CommandDone done
                        ? done.command()
                        : ((AlarmEffect.CommandRefused) answer).command();
                CompletableFuture<AlarmEffect> waiting = commands.remove(command);
                if (waiting != null) {
                    waiting.complete(answer);
                }
            }
            answers.clear();
        }
    }

    private void remember(AlarmEffect effect) {
        if (effect instanceof AlarmEffect.CameraStateChanged changed) {
            statuses.put(
                    changed.camera(),
                    new CameraStatus(changed.to(), changed.at(), changed.because(), changed.lastGood()));
        }
    }

    /** Probe interval and the other numbers in force. */
    public AlarmSettings settings() {
        return settings;
    }

    /** Cameras of which something is known. */
    public Set<CameraId> known() {
        return Set.copyOf(statuses.keySet());
    }
}
