package org.sharpeyes.server.registry;

import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.registry.inventory.InventoryAccessTaker;
import org.sharpeyes.registry.postgres.InventoryImport;
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
    VisibleRegistry visibleRegistry(
            Registry registry, Access access, AccessControl control, ObjectProvider<CameraConditions> conditions) {
        // Asked at each call, not at the start: the alarm engine itself starts from the registry.
        return new VisibleRegistry(registry, access, control, camera -> Optional.ofNullable(conditions.getIfAvailable())
                .flatMap(there -> there.of(camera)));
    }
}
