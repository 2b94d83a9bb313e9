package org.sharpeyes.server.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.alarm.postgres.PostgresFigures;
import org.sharpeyes.gateway.probe.EvidenceListener;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the offset of every camera's clock each quarter of an hour. Takes evidence from any thread without blocking. */
final class ClockSampler implements EvidenceListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClockSampler.class);
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final Duration KEEP = Duration.ofDays(90);

    private final PostgresFigures figures;
    private final InstantSource clock;
    private final Map<CameraId, Double> newest = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "clock-samples");
        thread.setDaemon(true);
        return thread;
    });

    ClockSampler(PostgresFigures figures, InstantSource clock) {
        this.figures = figures;
        this.clock = clock;
        timer.scheduleWithFixedDelay(this::write, 1, EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    @Override
    public void observed(Evidence evidence) {
        String value = evidence.value();
        if (evidence.layer() == HealthLayer.CLOCK_RIGHT && value != null && value.endsWith(" s")) {
            newest.put(evidence.camera(), Double.parseDouble(value.substring(0, value.length() - 2)));
        }
    }

    void write() {
        Instant now = clock.instant();
        Map<CameraId, Double> taken = new HashMap<>(newest);
        try {
            figures.addClockSamples(taken, now);
            figures.forgetClockSamplesBefore(now.minus(KEEP));
            newest.entrySet().removeIf(entry -> entry.getValue().equals(taken.get(entry.getKey())));
        } catch (RuntimeException away) {
            // A periodic task that throws is never run again; the next turn has newer offsets.
            LOG.atWarn().addKeyValue("cause", away.getMessage()).log("Clock offsets were not kept this time");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
