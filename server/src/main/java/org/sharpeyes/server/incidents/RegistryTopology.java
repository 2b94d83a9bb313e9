package org.sharpeyes.server.incidents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sharpeyes.alarm.topology.CauseKind;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.alarm.topology.Weight;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.point.AreaClass;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.registry.point.PointDetails;

/** Says of the registry what the alarm engine needs: installed cameras, accepted dependencies, areas. Stateless. */
final class RegistryTopology {
    private RegistryTopology() {}

    static Topology of(CameraDirectory directory) {
        Map<DeviceId, Integer> channels = new HashMap<>();
        List<CameraEntry> installed = directory.cameras().stream()
                .filter(CameraEntry::installed)
                .sorted(Comparator.comparing(CameraEntry::id))
                .toList();
        installed.forEach(
                camera -> camera.source().ifPresent(source -> channels.merge(source.device(), 1, Integer::sum)));

        List<Topology.Dependency> dependencies = new ArrayList<>();
        directory.dependencies().stream()
                .filter(dependency -> dependency.state() == Dependency.State.ACCEPTED)
                .sorted(Comparator.comparing(Dependency::id))
                .forEach(dependency -> dependencies.add(new Topology.Dependency(
                        dependency.id(),
                        CauseKind.valueOf(dependency.kind().name()),
                        dependency.name(),
                        dependency.parent() == null ? Set.of() : Set.of(dependency.parent()))));

        List<Topology.Camera> cameras = new ArrayList<>();
        Map<DeviceId, Set<DependencyId>> recorders = new HashMap<>();
        for (CameraEntry camera : installed) {
            Set<DependencyId> dependsOn = new HashSet<>(camera.dependencies());
            camera.source().ifPresent(source -> {
                boolean recorderKnown = camera.dependencies().stream()
                        .flatMap(id -> directory.dependency(id).stream())
                        .anyMatch(dependency -> dependency.kind() == DependencyKind.NVR);
                if (channels.getOrDefault(source.device(), 0) > 1 && !recorderKnown) {
                    // Channels of one device fall silent together whether or not anybody drew the recorder.
                    dependsOn.add(new DependencyId(source.device().value()));
                    recorders
                            .computeIfAbsent(source.device(), none -> new HashSet<>(camera.dependencies()))
                            .retainAll(camera.dependencies());
                }
            });
            AreaId area = camera.details().area();
            cameras.add(new Topology.Camera(
                    camera.id(), camera.details().name(), dependsOn, area, weight(camera.details())));
        }
        recorders.forEach((device, shared) -> dependencies.add(new Topology.Dependency(
                new DependencyId(device.value()), CauseKind.NVR, "recorder " + device, shared)));

        List<Topology.Area> areas = directory.areas().stream()
                .sorted(Comparator.comparing(Area::id))
                .map(area -> new Topology.Area(area.id(), area.name(), area.parent()))
                .toList();
        return new Topology(cameras, dependencies, areas);
    }

    private static Weight weight(PointDetails details) {
        boolean weighted = details.areaClass() != AreaClass.GENERAL;
        boolean first = details.pointClass() == PointClass.FIRST;
        return weighted && first ? Weight.CRITICAL : weighted || first ? Weight.IMPORTANT : Weight.ORDINARY;
    }
}
