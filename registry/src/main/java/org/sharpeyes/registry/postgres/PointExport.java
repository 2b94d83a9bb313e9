package org.sharpeyes.registry.postgres;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.registry.file.PointFile;
import org.sharpeyes.registry.inventory.ExportedPoint;
import org.sharpeyes.registry.inventory.InventoryPoint.PlannedDevice;

/** Gathers what an export says of points as they are now. Thread-safe; blocks. */
public final class PointExport {
    private final Registry registry;

    public PointExport(Registry registry) {
        this.registry = registry;
    }

    /** Points of the directory that are wanted, by code. */
    public List<ExportedPoint> points(Predicate<CameraEntry> wanted) {
        CameraDirectory directory = registry.directory();
        Map<PointId, PointFile> files = new PointFiles(registry).all();
        Map<PointId, PlannedDevice> planned = registry.jdbi().withHandle(DeviceTable::plannedByPoint);
        List<ExportedPoint> points = new ArrayList<>();
        directory.cameras().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(camera -> camera.details().code()))
                .forEach(camera -> points.add(new ExportedPoint(
                        camera.details(),
                        directory
                                .area(camera.details().area())
                                .map(Area::civilCode)
                                .orElseThrow(() -> new IllegalStateException("a point in no area: " + camera.id())),
                        camera.pose(),
                        files.getOrDefault(camera.id().point(), PointFile.EMPTY),
                        device(camera, planned.get(camera.id().point())),
                        dependencies(directory, camera))));
        return points;
    }

    /** What hangs there; else what an inventory says will. */
    private static @Nullable PlannedDevice device(CameraEntry camera, @Nullable PlannedDevice planned) {
        for (CameraSource source : camera.sources()) {
            String serial = source.serial();
            if (source.rank() == 0 && serial != null) {
                return new PlannedDevice(serial, source.channelNumber());
            }
        }
        return planned;
    }

    private static Map<DependencyKind, String> dependencies(CameraDirectory directory, CameraEntry camera) {
        Map<DependencyKind, String> names = new EnumMap<>(DependencyKind.class);
        for (DependencyId id : camera.dependencies()) {
            Dependency dependency = directory.dependency(id).orElse(null);
            if (dependency != null) {
                names.putIfAbsent(dependency.kind(), dependency.name());
            }
        }
        return names;
    }
}
