package org.sharpeyes.server.snapshots;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.server.discovery.EvidenceHub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at channels that nobody watches: one key frame of the sub-stream now and then, class 1 first, so that every
 * camera's evidence of frames has a known age. Also passes on what the streams that are watched prove. A sample that
 * fails proves nothing by itself: the probes say whether the camera is there.
 */
final class FrameSampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameSampler.class);
    private static final Duration LOOK_AT_STREAMS = Duration.ofSeconds(5);
    /** Short: after a start nothing is known of any frame, and a place that gets free must not wait. */
    private static final Duration LOOK_FOR_DUE = Duration.ofSeconds(1);

    private static final Duration AGE = Duration.ofMinutes(30);
    private static final Duration AGE_OF_CLASS_1 = Duration.ofMinutes(10);
    private static final Duration PAUSE_AFTER_TRY = Duration.ofSeconds(60);
    /** While something seems wrong with its picture, or well again; longer than a picture counts as fresh. */
    private static final Duration PAUSE_IN_DOUBT = Duration.ofSeconds(20);

    /** A sample mostly waits for the next key frame; 8 at once see 10,000 cameras within their 30 minutes. */
    private static final int AT_ONCE = 8;

    private static final int WIDTH = 320;

    private final Snapshots snapshots;
    private final Registry registry;
    private final RelayServer relay;
    private final HealthBook book;
    private final EvidenceHub hub;
    private final Predicate<CameraId> lookAgain;
    private final InstantSource clock;
    private final MediaEvidence media;
    private final Map<CameraId, Instant> tried = new ConcurrentHashMap<>();
    private final Set<CameraId> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "frame-sampler"));
    private final ThreadPoolExecutor takers =
            (ThreadPoolExecutor) Executors.newFixedThreadPool(AT_ONCE, task -> daemon(task, "frame-sample"));

    FrameSampler(
            Snapshots snapshots,
            Registry registry,
            RelayServer relay,
            HealthBook book,
            EvidenceHub hub,
            Predicate<CameraId> lookAgain,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.registry = registry;
        this.relay = relay;
        this.book = book;
        this.hub = hub;
        this.lookAgain = lookAgain;
        this.clock = clock;
        this.media = new MediaEvidence(hub::observed, clock);
        every(LOOK_AT_STREAMS, this::passOnWhatPlays);
        every(LOOK_FOR_DUE, this::startWhatIsDue);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void every(Duration pause, Runnable look) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        look.run();
                    } catch (RuntimeException failed) {
                        // A periodic task that throws is never run again.
                        LOG.atWarn().setCause(failed).log("Sampling failed; it is tried again");
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void passOnWhatPlays() {
        media.look(relay.snapshot()
                .toCompletableFuture()
                .orTimeout(LOOK_AT_STREAMS.toMillis(), TimeUnit.MILLISECONDS)
                .join());
    }

    private void startWhatIsDue() {
        int free = AT_ONCE - underWay.size();
        if (free <= 0) {
            return;
        }
        Instant now = clock.instant();
        registry.directory().cameras().stream()
                .filter(CameraEntry::installed)
                .filter(camera -> due(camera, now))
                .sorted(Comparator.comparingInt(
                        camera -> camera.details().pointClass().code()))
                .limit(free)
                .forEach(camera -> start(camera.id(), now));
    }

    private boolean due(CameraEntry camera, Instant now) {
        Optional<Evidence> reachable = book.of(camera.id(), HealthLayer.REACHABLE);
        if (reachable.isEmpty() || !reachable.get().good() || underWay.contains(camera.id())) {
            return false;
        }
        boolean doubt = lookAgain.test(camera.id());
        Duration pause = doubt ? PAUSE_IN_DOUBT : PAUSE_AFTER_TRY;
        if (tried.getOrDefault(camera.id(), Instant.MIN).isAfter(now.minus(pause))) {
            return false;
        }
        Duration age = camera.details().pointClass().code() == 1 ? AGE_OF_CLASS_1 : AGE;
        // A stream that somebody watches proves its frames by itself, but not what is in them.
        return doubt
                || olderThan(age, camera.id(), HealthLayer.FRAMES_ADVANCING, now)
                || olderThan(age, camera.id(), HealthLayer.PICTURE_GOOD, now);
    }

    private boolean olderThan(Duration age, CameraId camera, HealthLayer layer, Instant now) {
        return book.of(camera, layer)
                .map(evidence -> evidence.observedAt().isBefore(now.minus(age)))
                .orElse(true);
    }

    private void start(CameraId camera, Instant now) {
        underWay.add(camera);
        tried.put(camera, now);
        takers.execute(() -> {
            try {
                sample(camera);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                underWay.remove(camera);
            }
        });
    }

    private void sample(CameraId camera) throws InterruptedException {
        Snapshots.Answer answer = snapshots.take(camera, WIDTH);
        if (answer instanceof Snapshots.Answer.Taken taken) {
            Instant at = taken.snapshot().takenAt();
            for (HealthLayer layer :
                    List.of(HealthLayer.FRAMES_ADVANCING, HealthLayer.KEY_FRAMES, HealthLayer.DECODABLE)) {
                hub.observed(new Evidence(
                        camera, layer, Evidence.Outcome.GOOD, "sample", "a key picture came and was decoded", at));
            }
        } else if (answer instanceof Snapshots.Answer.None none
                && book.of(camera, HealthLayer.KEY_FRAMES).isEmpty()) {
            hub.observed(new Evidence(
                    camera,
                    HealthLayer.KEY_FRAMES,
                    Evidence.Outcome.INCONCLUSIVE,
                    "sample",
                    none.reason(),
                    clock.instant()));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        takers.shutdownNow();
    }
}
