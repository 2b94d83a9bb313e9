package org.sharpeyes.server.health;

import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.access.postgres.PostgresRegisterFigures;
import org.sharpeyes.alarm.postgres.PostgresFigures;
import org.sharpeyes.gateway.netty.Probes;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.discovery.DeviceActions;
import org.sharpeyes.server.security.Access;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires figures, clocks and actions on many cameras. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    @Bean
    PostgresFigures healthFigures(Jdbi jdbi) {
        return new PostgresFigures(jdbi);
    }

    @Bean
    PostgresRegisterFigures registerFigures(Jdbi jdbi) {
        return new PostgresRegisterFigures(jdbi);
    }

    @Bean
    FigureScope figureScope(Registry registry, Access access, InstantSource clock) {
        return new FigureScope(registry, access, clock);
    }

    @Bean(destroyMethod = "close")
    ClockSampler clockSampler(PostgresFigures figures, InstantSource clock) {
        return new ClockSampler(figures, clock);
    }

    @Bean(destroyMethod = "close")
    BulkActions bulkActions(DeviceActions devices, Probes probes, InstantSource clock) {
        return new BulkActions(devices, probes, clock);
    }
}
