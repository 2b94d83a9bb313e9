package org.sharpeyes.recording.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.export.EvidenceSigner;
import org.sharpeyes.evidence.export.TimeStamp;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.sqlite.IndexFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes orders for exports and works them off one after the other, so that they do not take the disk from the recorder.
 * What was under way when the server stopped begins anew at the next start. Thread-safe; methods block.
 */
public final class Exports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);
    /** Progress is written down and told at most so often; in between it is in memory. */
    private static final Duration TELL = Duration.ofSeconds(1);

    private final ExportStore store;
    private final RecordingLibrary library;
    private final ExportContext context;
    private final EvidenceSigner signer;
    private final TimeStamp.@Nullable Authority authority;
    private final Path folder;
    private final Duration keep;
    private final InstantSource clock;
    private final Map<UUID, ExportJob> active = new ConcurrentHashMap<>();
    private final Map<UUID, Boolean> cancelled = new ConcurrentHashMap<>();
    private final List<Consumer<ExportJob>> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "export");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopping;

    /**
     * @param authority time-stamp authority; {@code null}: none is configured
     * @param folder where the files are kept
     * @param keep how long a sealed file is kept
     */
    public Exports(
            ExportStore store,
            RecordingLibrary library,
            ExportContext context,
            EvidenceSigner signer,
            TimeStamp.@Nullable Authority authority,
            Path folder,
            Duration keep,
            InstantSource clock) {
        this.store = store;
        this.library = library;
        this.context = context;
        this.signer = signer;
        this.authority = authority;
        this.folder = folder;
        this.keep = keep;
        this.clock = clock;
    }

    /** Adds a listener for good: told of each step, on the worker's thread; it must hand over. */
    public void onChange(Consumer<ExportJob> listener) {
        listeners.add(listener);
    }

    /** Takes up what an earlier run left. */
    public void resume() {
        for (ExportJob job : store.unfinishedOrKept()) {
            if (!job.state().over()) {
                enqueue(ExportJob.queued(job.order()));
            }
        }
    }

    /** Takes an order. The caller has decided that the user may, and has written the record. */
    public ExportJob order(ExportOrder order) {
        ExportJob job = ExportJob.queued(order);
        store.insert(job);
        enqueue(job);
        return job;
    }

    public Optional<ExportJob> find(UUID id) {
        ExportJob running = active.get(id);
        return running == null ? store.find(id) : Optional.of(running);
    }

    /** Newest first. */
    public List<ExportJob> newest(int limit) {
        return store.newest(limit).stream()
                .map(job -> active.getOrDefault(job.order().id(), job))
                .toList();
    }

    /** Ends an export that is not over; it ends at its next fragment. */
    public void cancel(UUID id) {
        if (active.containsKey(id)) {
            cancelled.put(id, true);
        }
    }

    /** The file of a sealed export. */
    public Optional<Path> file(UUID id) {
        return find(id).filter(job -> job.state() == ExportJob.State.SEALED)
                .map(job -> path(id))
                .filter(Files::isRegularFile);
    }

    /** Call hourly: removes files that were kept for their time, and takes up what the database lost sight of. */
    public void sweep() throws IOException {
        Instant oldest = clock.instant().minus(keep);
        for (ExportJob job : store.unfinishedOrKept()) {
            if (!job.state().over() && !active.containsKey(job.order().id())) {
                enqueue(ExportJob.queued(job.order()));
            }
            Instant finished = job.finishedAt();
            if (job.state() == ExportJob.State.SEALED && finished != null && finished.isBefore(oldest)) {
                Files.deleteIfExists(path(job.order().id()));
                keep(new ExportJob(
                        job.order(), ExportJob.State.REMOVED, 1_000, 0, finished, null, job.manifestSha256()));
            }
        }
    }

    private Path path(UUID id) {
        return folder.resolve(id + ".zip");
    }

    private void enqueue(ExportJob job) {
        active.put(job.order().id(), job);
        worker.execute(() -> work(job.order()));
    }

    private void work(ExportOrder order) {
        Path part = folder.resolve(order.id() + ".part");
        try {
            ExportJob begun = ExportJob.queued(order).running(0, 0);
            keep(begun);
            ExportRun run = new ExportRun(order, library, context, signer, authority, clock, new Told(order)::reached);
            String manifest = run.write(part);
            Files.move(part, path(order.id()));
            end(begun.sealed(Files.size(path(order.id())), manifest, clock.instant()));
        } catch (ExportStopped stopped) {
            remove(part);
            if (!stopping) {
                end(now(order).ended(stopped.state(), stopped.getMessage(), clock.instant()));
            }
        } catch (IOException | IndexFailure failed) {
            remove(part);
            LOG.atError()
                    .addKeyValue("export", order.id())
                    .addKeyValue("cause", failed.getMessage())
                    .log("An export failed");
            end(now(order).ended(ExportJob.State.FAILED, failed.getMessage(), clock.instant()));
        } catch (RuntimeException broken) {
            remove(part);
            LOG.atError().addKeyValue("export", order.id()).setCause(broken).log("An export broke");
            end(now(order).ended(ExportJob.State.FAILED, "an error of ours", clock.instant()));
        }
    }

    private ExportJob now(ExportOrder order) {
        return active.getOrDefault(order.id(), ExportJob.queued(order));
    }

    private void end(ExportJob job) {
        try {
            keep(job);
        } finally {
            active.remove(job.order().id());
            cancelled.remove(job.order().id());
        }
    }

    private void keep(ExportJob job) {
        store.update(job);
        active.computeIfPresent(job.order().id(), (id, before) -> job);
        listeners.forEach(listener -> listener.accept(job));
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException left) {
            LOG.atWarn().addKeyValue("file", part).setCause(left).log("A part of an export cannot be removed");
        }
    }

    @Override
    public void close() {
        stopping = true;
        worker.shutdown();
    }

    private final class Told {
        private final ExportOrder order;
        private Instant next = Instant.MIN;

        Told(ExportOrder order) {
            this.order = order;
        }

        void reached(int permille, long bytes) throws ExportStopped {
            if (stopping) {
                throw new ExportStopped(ExportJob.State.QUEUED, "the server stops");
            }
            if (cancelled.containsKey(order.id())) {
                throw new ExportStopped(ExportJob.State.CANCELLED, "cancelled by its user");
            }
            ExportJob job = ExportJob.queued(order).running(permille, bytes);
            active.put(order.id(), job);
            Instant now = clock.instant();
            if (!now.isBefore(next)) {
                next = now.plus(TELL);
                keep(job);
            }
        }
    }
}
