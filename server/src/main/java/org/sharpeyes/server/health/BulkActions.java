package org.sharpeyes.server.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sharpeyes.gateway.netty.Probes;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.model.UserId;
import org.sharpeyes.server.discovery.DeviceActions;

/**
 * One action on many cameras: first said, then confirmed, then done few at a time with a result for each. Kept in memory
 * for an hour. Thread-safe.
 */
final class BulkActions implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final int MOST_JOBS = 200;
    private static final Duration KEEP = Duration.ofHours(1);
    private static final Set<HealthLayer> ALL_ASKED =
            Set.of(HealthLayer.REACHABLE, HealthLayer.RTSP, HealthLayer.ONVIF, HealthLayer.CLOCK_RIGHT);

    /** What is done. */
    enum Kind {
        REBOOT,
        SET_TIME,
        REPROBE
    }

    /** How one camera fared. */
    record Result(CameraId camera, String outcome, String detail, String before, String after) {
        static Result waiting(CameraId camera) {
            return new Result(camera, "WAITING", "", "", "");
        }
    }

    /** One action. Its results are guarded by itself. */
    static final class Job {
        final UUID id = UUID.randomUUID();
        final UserId owner;
        final Kind kind;
        final Instant at;
        private final Map<CameraId, Result> results = new LinkedHashMap<>();
        private boolean confirmed;

        Job(UserId owner, Kind kind, List<CameraId> cameras, Instant at) {
            this.owner = owner;
            this.kind = kind;
            this.at = at;
            cameras.forEach(camera -> results.put(camera, Result.waiting(camera)));
        }

        synchronized List<Result> results() {
            return new ArrayList<>(results.values());
        }

        synchronized String state() {
            if (!confirmed) {
                return "TO_CONFIRM";
            }
            return results.values().stream().anyMatch(result -> result.outcome().equals("WAITING"))
                    ? "RUNNING"
                    : "DONE";
        }

        private synchronized boolean confirm() {
            boolean first = !confirmed;
            confirmed = true;
            return first;
        }

        private synchronized void put(Result result) {
            results.put(result.camera(), result);
        }
    }

    private final DeviceActions devices;
    private final Probes probes;
    private final InstantSource clock;
    private final Map<UUID, Job> jobs = new LinkedHashMap<>();
    private final ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "bulk-action");
        thread.setDaemon(true);
        return thread;
    });

    BulkActions(DeviceActions devices, Probes probes, InstantSource clock) {
        this.devices = devices;
        this.probes = probes;
        this.clock = clock;
    }

    synchronized Job propose(UserId owner, Kind kind, List<CameraId> cameras) {
        Instant now = clock.instant();
        jobs.values().removeIf(job -> job.at.isBefore(now.minus(KEEP)));
        if (jobs.size() >= MOST_JOBS) {
            throw new IllegalStateException("too many actions under way");
        }
        Job job = new Job(owner, kind, cameras, now);
        jobs.put(job.id, job);
        return job;
    }

    synchronized Optional<Job> find(UUID id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** @return false if it was confirmed before */
    boolean confirm(Job job) {
        if (!job.confirm()) {
            return false;
        }
        for (Result waiting : job.results()) {
            executor.execute(() -> job.put(run(job.kind, waiting.camera())));
        }
        return true;
    }

    private Result run(Kind kind, CameraId camera) {
        try {
            DeviceActions.Outcome outcome =
                    switch (kind) {
                        case REBOOT -> devices.reboot(camera);
                        case SET_TIME -> devices.setTime(camera);
                        case REPROBE -> {
                            probes.reprobe(camera, ALL_ASKED, Duration.ZERO);
                            yield new DeviceActions.Outcome.Done("asked; see its layers", "", "");
                        }
                    };
            return outcome instanceof DeviceActions.Outcome.Done done
                    ? new Result(camera, "DONE", done.detail(), done.before(), done.after())
                    : new Result(camera, "FAILED", ((DeviceActions.Outcome.Failed) outcome).reason(), "", "");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Result(camera, "FAILED", "the server stops", "", "");
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
