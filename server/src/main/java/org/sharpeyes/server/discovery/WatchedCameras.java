package org.sharpeyes.server.discovery;

import java.util.Optional;
import org.sharpeyes.gateway.netty.Probes;
import org.sharpeyes.gateway.probe.HealthBook;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.postgres.Registry;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** Has the cameras of the registry probed, as they come, change and go. */
class WatchedCameras {
    private final Registry registry;
    private final Probes probes;
    private final HealthBook health;

    WatchedCameras(Registry registry, Probes probes, HealthBook health) {
        this.registry = registry;
        this.probes = probes;
        this.health = health;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        registry.subscribe(this::watch);
        probes.start();
    }

    private void watch(CameraDirectory directory) {
        health.keepOnly(directory.cameras().stream().map(CameraEntry::id).toList());
        probes.watch(directory.cameras().stream()
                .map(RegistryCameras::route)
                .flatMap(Optional::stream)
                .map(RegistryCameras.CameraRoute::target)
                .toList());
    }
}
