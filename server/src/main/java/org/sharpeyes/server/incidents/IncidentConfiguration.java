package org.sharpeyes.server.incidents;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.alarm.delivery.DeliverySettings;
import org.sharpeyes.alarm.delivery.Dispatcher;
import org.sharpeyes.alarm.postgres.PostgresAlarmStore;
import org.sharpeyes.alarm.postgres.PostgresChannelStore;
import org.sharpeyes.alarm.postgres.PostgresPlanStore;
import org.sharpeyes.alarm.replay.InputLog;
import org.sharpeyes.gateway.netty.Probes;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.config.DataDirectory;
import org.sharpeyes.server.config.ServerSettings;
import org.sharpeyes.server.config.Settings;
import org.sharpeyes.server.config.StartProblem;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires the alarm engine to gateway, registry, rights and database. */
@Configuration(proxyBeanMethods = false)
class IncidentConfiguration {
    private static final String LOOPBACK = "127.0.0.0/8";

    @Bean
    AlarmServerSettings alarmSettings(Environment environment) {
        return Settings.bind(environment, "alarm", AlarmServerSettings.class);
    }

    @Bean
    PostgresAlarmStore alarmStore(Jdbi jdbi) {
        return new PostgresAlarmStore(jdbi);
    }

    @Bean
    PostgresChannelStore channelStore(Jdbi jdbi, DataDirectory data) {
        return new PostgresChannelStore(jdbi, new AesSeal(data.secret("webhooks")));
    }

    @Bean
    PostgresPlanStore planStore(Jdbi jdbi) {
        return new PostgresPlanStore(jdbi);
    }

    private static @Nullable InputLog inputLog(String file) {
        try {
            return file.isEmpty() ? null : new InputLog(Files.newOutputStream(Path.of(file)));
        } catch (IOException unwritable) {
            throw new StartProblem(
                    StartProblem.ExitCode.CONFIGURATION,
                    "alarm.record-inputs: \"" + file + "\" cannot be written (expected: a file in an existing folder)",
                    unwritable);
        }
    }

    @Bean(destroyMethod = "close")
    Dispatcher dispatcher(
            PostgresChannelStore store,
            AlarmServerSettings settings,
            ServerSettings server,
            AccessControl control,
            InstantSource clock,
            MeterRegistry meters) {
        List<String> networks = new ArrayList<>(settings.webhookNetworks());
        if (server.mode() == ServerSettings.Mode.DEMO) {
            networks.add(LOOPBACK);
        }
        Dispatcher dispatcher = new Dispatcher(
                store,
                DeliverySettings.defaults(networks, settings.mail()),
                (user, camera) ->
                        control.decide(user, Action.SEE_INCIDENTS, camera).allowed(),
                clock);
        dispatcher.start();
        FunctionCounter.builder("sharpeyes.messages.sent", dispatcher, Dispatcher::sent)
                .description("Messages that a receiver took")
                .register(meters);
        FunctionCounter.builder("sharpeyes.messages.failures", dispatcher, Dispatcher::failures)
                .description("Attempts that failed; each is tried again")
                .register(meters);
        return dispatcher;
    }

    @Bean(destroyMethod = "close")
    EventFeed eventFeed(PostgresAlarmStore store, MeterRegistry meters) {
        EventFeed feed = new EventFeed(store);
        Gauge.builder("sharpeyes.events.readers", feed, EventFeed::readers)
                .description("Open event streams")
                .register(meters);
        return feed;
    }

    @Bean
    AlarmService alarmService(
            Registry registry,
            PostgresAlarmStore store,
            EventFeed feed,
            Dispatcher channels,
            PostgresPlanStore plans,
            ObjectProvider<Probes> probes,
            AlarmServerSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        AlarmService service = new AlarmService(
                registry, store, feed, channels, plans, inputLog(settings.recordInputs()), probes, settings, clock);
        Gauge.builder("sharpeyes.incidents.open", service, alarms -> alarms.runtime()
                        .openIncidents())
                .description("Incidents that are not closed")
                .register(meters);
        Gauge.builder("sharpeyes.alarms.queued", service, alarms -> alarms.runtime()
                        .queued())
                .description("Inputs that wait for the alarm engine")
                .register(meters);
        Gauge.builder("sharpeyes.alarms.unwritten", service, alarms -> alarms.runtime()
                        .effectsUnwritten())
                .description("Decisions that wait for the database")
                .register(meters);
        FunctionCounter.builder("sharpeyes.alarms.inputs", service, alarms -> alarms.runtime()
                        .inputsTaken())
                .description("Evidence and other inputs taken up")
                .register(meters);
        FunctionCounter.builder("sharpeyes.alarms.dropped", service, alarms -> alarms.runtime()
                        .evidenceDropped())
                .description("Evidence dropped because the queue was full")
                .register(meters);
        for (CameraState state : CameraState.values()) {
            Gauge.builder("sharpeyes.cameras", service, alarms -> alarms.runtime()
                            .camerasByState()
                            .getOrDefault(state, 0L))
                    .tag("state", state.name())
                    .description("Cameras by state")
                    .register(meters);
        }
        return service;
    }
}
