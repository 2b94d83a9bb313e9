package org.sharpeyes.server.snapshots;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.server.config.Settings;
import org.sharpeyes.server.discovery.EvidenceHub;
import org.sharpeyes.server.pictures.PictureDiagnosis;
import org.sharpeyes.worker.MediaWorkerSettings;
import org.sharpeyes.worker.MediaWorkers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Worker processes and the pictures they make. */
@Configuration(proxyBeanMethods = false)
class SnapshotConfiguration {
    @Bean(destroyMethod = "close")
    FrameSampler frameSampler(
            Snapshots snapshots,
            Registry registry,
            RelayServer relay,
            HealthBook book,
            EvidenceHub hub,
            PictureDiagnosis diagnosis,
            InstantSource clock) {
        return new FrameSampler(snapshots, registry, relay, book, hub, diagnosis::lookAgain, clock);
    }

    @Bean(destroyMethod = "close")
    MediaWorkers mediaWorkers(Environment environment, MeterRegistry meters) {
        MediaWorkers workers = new MediaWorkers(Settings.bind(environment, "media-worker", MediaWorkerSettings.class));
        FunctionCounter.builder("sharpeyes.worker.pictures", workers, pool -> pool.counters()
                        .pictures())
                .description("Pictures decoded in worker processes")
                .register(meters);
        FunctionCounter.builder("sharpeyes.worker.failures", workers, pool -> pool.counters()
                        .failures())
                .description("Requests to worker processes that gave no picture")
                .register(meters);
        FunctionCounter.builder("sharpeyes.worker.lost", workers, pool -> pool.counters()
                        .processesLost())
                .description("Worker processes that died or were killed")
                .register(meters);
        return workers;
    }

    @Bean
    SnapshotSettings snapshotSettings(Environment environment) {
        return Settings.bind(environment, "snapshots", SnapshotSettings.class);
    }

    /** One thread is plenty: a viewer of one key frame only copies it. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService snapshotLoop() {
        return Executors.newSingleThreadExecutor(work -> new Thread(work, "snapshots"));
    }

    @Bean
    Snapshots snapshots(
            RelayServer relay,
            ExecutorService snapshotLoop,
            MediaWorkers workers,
            SnapshotSettings settings,
            PictureDiagnosis diagnosis,
            InstantSource clock) {
        KeyFrameCapture capture = new KeyFrameCapture(relay.hub(), snapshotLoop, clock, System::nanoTime);
        return new Snapshots(capture::capture, workers::snapshot, settings, clock, diagnosis::seen);
    }

    @Bean
    SnapshotRecords snapshotRecords(SnapshotSettings settings, InstantSource clock) {
        return new SnapshotRecords(settings.recordEvery(), clock);
    }
}
