package org.sharpeyes.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded pool of worker processes. Thread-safe; the stages complete on a pool thread.
 *
 * <p>Overflow: a request that finds the queue full fails at once as {@link SnapshotOutcome.Cause#BUSY}. A worker is
 * started by its first job, lives on, and is replaced when it dies, overdraws its limits or has done its share of jobs;
 * after a death the next start waits a little longer each time, so that a broken machine is not kept busy forking.
 */
public final class MediaWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaWorkers.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private record Job(SnapshotRequest request, CompletableFuture<SnapshotOutcome> outcome) {}

    /** What the pool has done since it was made. */
    public record Counters(long pictures, long failures, long processesStarted, long processesLost) {}

    private final MediaWorkerSettings settings;
    private final List<String> command;
    private final BlockingQueue<Job> queue;
    private final ScheduledExecutorService watchdog;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final AtomicLong pictures = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean closed;

    public MediaWorkers(MediaWorkerSettings settings) {
        this(settings, WorkerCommand.standard(settings));
    }

    MediaWorkers(MediaWorkerSettings settings, List<String> command) {
        this.settings = settings;
        this.command = command;
        queue = new ArrayBlockingQueue<>(settings.queue());
        watchdog = Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "media-worker-watchdog"));
        for (int i = 0; i < settings.processes(); i++) {
            Slot slot = new Slot();
            slots.add(slot);
            Thread thread = daemon(slot::serve, "media-worker-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Asks for a JPEG of the key frame. Never throws for what is in the key frame. */
    public CompletionStage<SnapshotOutcome> snapshot(SnapshotRequest request) {
        int bytes = request.keyFrame().annexB().length;
        if (bytes > settings.maxKeyFrameBytes()) {
            return failed(
                    SnapshotOutcome.Cause.TOO_LARGE,
                    "key frame: " + bytes + " bytes (expected: at most " + settings.maxKeyFrameBytes() + ")");
        }
        Job job = new Job(request, new CompletableFuture<>());
        if (closed) {
            return failed(SnapshotOutcome.Cause.CLOSED, "closing");
        }
        if (!queue.offer(job)) {
            return failed(SnapshotOutcome.Cause.BUSY, settings.queue() + " requests wait already");
        }
        if (closed && queue.remove(job)) {
            return failed(SnapshotOutcome.Cause.CLOSED, "closing");
        }
        return job.outcome().minimalCompletionStage();
    }

    public Counters counters() {
        return new Counters(pictures.get(), failures.get(), started.get(), lost.get());
    }

    /** Process ids of the workers alive now. */
    public List<Long> processIds() {
        List<Long> ids = new ArrayList<>();
        for (Slot slot : slots) {
            WorkerProcess worker = slot.worker;
            if (worker != null && worker.usable()) {
                ids.add(worker.pid());
            }
        }
        return ids;
    }

    private CompletionStage<SnapshotOutcome> failed(SnapshotOutcome.Cause cause, String detail) {
        failures.incrementAndGet();
        return CompletableFuture.completedStage(new SnapshotOutcome.Failed(cause, detail));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Kills the workers; requests under way or waiting fail as {@link SnapshotOutcome.Cause#CLOSED} or as died. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Slot slot : slots) {
            WorkerProcess worker = slot.worker;
            if (worker != null) {
                worker.close();
            }
        }
        for (Thread thread : threads) {
            joinQuietly(thread);
        }
        watchdog.shutdownNow();
        for (Job job = queue.poll(); job != null; job = queue.poll()) {
            job.outcome().complete(new SnapshotOutcome.Failed(SnapshotOutcome.Cause.CLOSED, "closing"));
        }
    }

    /** A slot whose worker is dead ends at once; the bound is for the case that nobody thought of. */
    private static void joinQuietly(Thread thread) {
        try {
            thread.join(LONGEST_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One pool thread and the worker it owns; only that thread replaces the worker. */
    private final class Slot {
        private volatile @Nullable WorkerProcess worker;
        private Duration pause = Duration.ZERO;

        void serve() {
            while (!closed) {
                Job job;
                try {
                    job = queue.take();
                } catch (InterruptedException e) {
                    break;
                }
                SnapshotOutcome outcome = run(job.request());
                (outcome instanceof SnapshotOutcome.Picture ? pictures : failures).incrementAndGet();
                job.outcome().complete(outcome);
            }
            WorkerProcess last = worker;
            if (last != null) {
                last.close();
            }
        }

        private SnapshotOutcome run(SnapshotRequest request) {
            WorkerProcess current;
            try {
                current = ready();
            } catch (IOException e) {
                worker = null;
                if (closed) {
                    return new SnapshotOutcome.Failed(SnapshotOutcome.Cause.CLOSED, "closing");
                }
                lost.incrementAndGet();
                lengthenPause();
                LOG.atError().addKeyValue("cause", e.getMessage()).log("media worker does not start");
                return new SnapshotOutcome.Failed(SnapshotOutcome.Cause.WORKER_DIED, String.valueOf(e.getMessage()));
            }
            SnapshotOutcome outcome = current.run(request);
            if (closed) {
                current.close();
                return outcome instanceof SnapshotOutcome.Picture
                        ? outcome
                        : new SnapshotOutcome.Failed(SnapshotOutcome.Cause.CLOSED, "closing");
            }
            if (outcome instanceof SnapshotOutcome.Failed failed
                    && failed.cause() != SnapshotOutcome.Cause.UNDECODABLE) {
                lost.incrementAndGet();
                lengthenPause();
                worker = null;
                LOG.atWarn()
                        .addKeyValue("cause", failed.cause())
                        .addKeyValue("detail", failed.detail())
                        .addKeyValue("keyFrame", request.keyFrame())
                        .log("media worker lost; it is replaced");
            } else {
                pause = Duration.ZERO;
            }
            return outcome;
        }

        private WorkerProcess ready() throws IOException {
            WorkerProcess current = worker;
            if (current != null && current.usable()) {
                return current;
            }
            if (current != null) {
                current.close();
                worker = null;
            }
            if (!pause.isZero()) {
                LockSupport.parkNanos(pause.toNanos());
            }
            WorkerProcess fresh = WorkerProcess.launch(command, settings, watchdog);
            started.incrementAndGet();
            worker = fresh;
            if (closed) {
                // Either close() saw this worker, or we see that it closed: it never outlives the pool.
                fresh.close();
            }
            fresh.awaitReady();
            return fresh;
        }

        private void lengthenPause() {
            Duration longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
    }
}
