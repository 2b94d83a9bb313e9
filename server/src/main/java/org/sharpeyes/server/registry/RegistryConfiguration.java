package org.sharpeyes.server.registry;

import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.alarm.postgres.PostgresOutages;
import org.sharpeyes.registry.coverage.Outages;
import org.sharpeyes.registry.inventory.InventoryAccessTaker;
import org.sharpeyes.registry.postgres.CameraGroups;
import org.sharpeyes.registry.postgres.CoverageHistory;
import org.sharpeyes.registry.postgres.CoverageSearch;
import org.sharpeyes.registry.postgres.CoverageThen;
import org.sharpeyes.registry.postgres.InventoryImport;
import org.sharpeyes.registry.postgres.ObstacleImport;
import org.sharpeyes.registry.postgres.PointExport;
import org.sharpeyes.registry.postgres.PointFiles;
import org.sharpeyes.registry.postgres.PtzLog;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.security.Access;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the registry. */
@Configuration(proxyBeanMethods = false)
class RegistryConfiguration {
    @Bean
    Registry registry(Jdbi jdbi, InstantSource clock) {
        return new Registry(jdbi, clock);
    }

    @Bean
    InventoryImport inventoryImport(Registry registry, ObjectProvider<InventoryAccessTaker> accessTaker) {
        return new InventoryImport(registry, accessTaker.getIfAvailable());
    }

    @Bean
    PointExport pointExport(Registry registry) {
        return new PointExport(registry);
    }

    @Bean
    ObstacleImport obstacleImport(Registry registry) {
        return new ObstacleImport(registry);
    }

    @Bean
    PointFiles pointFiles(Registry registry) {
        return new PointFiles(registry);
    }

    @Bean
    PtzLog ptzLog(Registry registry) {
        return new PtzLog(registry);
    }

    @Bean
    CameraGroups cameraGroups(Registry registry) {
        return new CameraGroups(registry);
    }

    @Bean
    Outages outages(Jdbi jdbi) {
        return new PostgresOutages(jdbi)::of;
    }

    @Bean
    CoverageSearch coverageSearch(Registry registry, Outages outages) {
        return new CoverageSearch(registry, outages);
    }

    @Bean
    CoverageHistory coverageHistory(Registry registry, Outages outages) {
        return new CoverageHistory(registry, outages);
    }

    @Bean
    CoverageThen coverageThen(Registry registry, Outages outages) {
        return new CoverageThen(registry, outages);
    }

    @Bean
    Coverages coverages(VisibleRegistry registry, CoverageThen then, InstantSource clock) {
        return new Coverages(registry, then, clock);
    }

    @Bean
    CoverageShares coverageShares(Coverages coverages) {
        return new CoverageShares(coverages);
    }

    @Bean
    VisibleRegistry visibleRegistry(
            Registry registry, Access access, AccessControl control, ObjectProvider<CameraConditions> conditions) {
        // Asked at each call, not at the start: the alarm engine itself starts from the registry.
        return new VisibleRegistry(registry, access, control, camera -> Optional.ofNullable(conditions.getIfAvailable())
                .flatMap(there -> there.of(camera)));
    }
}
