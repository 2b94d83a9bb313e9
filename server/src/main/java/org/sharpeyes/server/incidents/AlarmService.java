package org.sharpeyes.server.incidents;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmInput;
import org.sharpeyes.alarm.AlarmSettings;
import org.sharpeyes.alarm.MaintenanceWindow;
import org.sharpeyes.alarm.delivery.Dispatcher;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.planning.PlannedWindow;
import org.sharpeyes.alarm.postgres.PostgresAlarmStore;
import org.sharpeyes.alarm.postgres.PostgresPlanStore;
import org.sharpeyes.alarm.replay.InputLog;
import org.sharpeyes.alarm.runtime.AlarmRuntime;
import org.sharpeyes.gateway.netty.Probes;
import org.sharpeyes.gateway.probe.EvidenceListener;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.IncidentId;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.registry.CameraConditions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * The alarm engine between gateway, registry, database and receivers. Takes evidence from any thread without blocking;
 * says how cameras are from memory. Thread-safe.
 */
public final class AlarmService implements EvidenceListener, CameraConditions, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(AlarmService.class);

    private static final Duration PLAN_AHEAD = Duration.ofDays(2);

    private final AlarmRuntime runtime;
    private final PostgresPlanStore plans;
    private final InstantSource clock;
    private final SelfProbe self;
    private final ScheduledExecutorService upkeep;
    private volatile boolean running;

    AlarmService(
            Registry registry,
            PostgresAlarmStore store,
            EventFeed feed,
            Dispatcher channels,
            PostgresPlanStore plans,
            @Nullable InputLog inputs,
            ObjectProvider<Probes> probes,
            AlarmServerSettings settings,
            InstantSource clock) {
        this.plans = plans;
        this.clock = clock;
        CameraDirectory directory = registry.directory();
        this.self = new SelfProbe(settings.controlTargets(), settings.watchInterfaces(), seen -> tell(seen));
        this.runtime = new AlarmRuntime(
                AlarmSettings.forCameras(directory.cameras().size()),
                store,
                RegistryTopology.of(directory),
                new AlarmRuntime.Listener() {
                    @Override
                    public void wanted(AlarmEffect effect) {
                        if (effect instanceof AlarmEffect.Reprobe reprobe) {
                            probes.ifAvailable(
                                    there -> there.reprobe(reprobe.camera(), reprobe.layers(), reprobe.delay()));
                        } else if (effect instanceof AlarmEffect.ProbeOurselves) {
                            self.now();
                        }
                    }

                    @Override
                    public void committed(List<AlarmEffect> effects) {
                        for (AlarmEffect effect : effects) {
                            logged(effect);
                        }
                        feed.wake();
                        channels.wake();
                    }
                },
                clock,
                System::nanoTime,
                inputs);
        registry.subscribe(newest -> tell(new AlarmInput.TopologyChanged(RegistryTopology.of(newest))));
        this.upkeep = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "alarm-upkeep");
            thread.setDaemon(true);
            return thread;
        });
        upkeep.scheduleWithFixedDelay(this::plansChanged, 60, 60, TimeUnit.MINUTES);
        upkeep.scheduleWithFixedDelay(
                () -> forgetOldEvents(store, clock.instant().minus(settings.keepEvents())), 1, 60, TimeUnit.MINUTES);
    }

    private static void forgetOldEvents(PostgresAlarmStore store, Instant before) {
        try {
            store.forgetEventsBefore(before);
        } catch (RuntimeException away) {
            log.atWarn()
                    .addKeyValue("cause", away.getMessage())
                    .log("Old events were not deleted; tried again in an hour");
        }
    }

    private static void logged(AlarmEffect effect) {
        if (effect instanceof AlarmEffect.IncidentChanged change) {
            log.atInfo()
                    .addKeyValue("incident", change.incident().id())
                    .addKeyValue("what", change.entry().what())
                    .addKeyValue("kind", change.incident().kind())
                    .addKeyValue("state", change.incident().state())
                    .addKeyValue("cameras", change.incident().cameras().size())
                    .addKeyValue("cause", change.entry().note())
                    .log("Incident");
        } else if (effect instanceof AlarmEffect.CameraStateChanged changed && changed.to() != CameraState.SUSPECT) {
            log.atInfo()
                    .addKeyValue("cameraId", changed.camera())
                    .addKeyValue("state", changed.to())
                    .addKeyValue("cause", changed.because())
                    .log("Camera");
        }
    }

    /** Tells the engine of planned work and of escalation as they are stored now. Blocks on the database. */
    void plansChanged() {
        try {
            Instant now = clock.instant();
            List<MaintenanceWindow> windows = plans.windowsAfter(now).stream()
                    .map(PlannedWindow::window)
                    .filter(window -> window.when().from().isBefore(now.plus(PLAN_AHEAD)))
                    .toList();
            tell(new AlarmInput.MaintenanceChanged(windows));
            tell(new AlarmInput.EscalationChanged(plans.escalationRules()));
        } catch (RuntimeException away) {
            log.atWarn()
                    .addKeyValue("cause", away.getMessage())
                    .log("Planned work could not be read; tried again in an hour");
        }
    }

    @Override
    public void observed(Evidence evidence) {
        runtime.observe(evidence);
    }

    private void tell(AlarmInput input) {
        try {
            runtime.tell(input);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Condition> of(CameraId camera) {
        AlarmRuntime.CameraStatus status = runtime.status(camera);
        return status == null
                ? Optional.empty()
                : Optional.of(new Condition(status.state(), status.since(), status.because(), status.lastGood()));
    }

    CompletionStage<AlarmEffect> act(IncidentId incident, String actor, PersonAction action) {
        return runtime.act(incident, actor, action);
    }

    AlarmRuntime runtime() {
        return runtime;
    }

    /** Only when everything else stands: the engine asks the gateway for probes at once. */
    @Override
    public void start() {
        running = true;
        runtime.start();
        plansChanged();
        self.start();
    }

    @Override
    public void stop() {
        running = false;
        upkeep.shutdownNow();
        self.close();
        try {
            runtime.close();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
