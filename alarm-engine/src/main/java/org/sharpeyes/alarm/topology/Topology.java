package org.sharpeyes.alarm.topology;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;

/**
 * What the engine needs to know of the registry: which cameras are watched, what they depend on, where they stand.
 * Immutable; a change is a new topology. References to what is not listed are ignored.
 */
public record Topology(List<Camera> cameras, List<Dependency> dependencies, List<Area> areas) {
    public static final Topology EMPTY = new Topology(List.of(), List.of(), List.of());

    public Topology {
        cameras = List.copyOf(cameras);
        dependencies = List.copyOf(dependencies);
        areas = List.copyOf(areas);
    }

    /**
     * @param dependsOn direct dependencies; what those depend on stands with them
     * @param area the smallest area the camera stands in, unknown when {@code null}
     */
    public record Camera(
            CameraId id,
            String name,
            Set<DependencyId> dependsOn,
            @Nullable AreaId area,
            Weight weight) {
        public Camera {
            requireNonNull(weight, "weight");
            requireNonNull(id, "camera id");
            requireNonNull(name, "camera name");
            dependsOn = Set.copyOf(dependsOn);
        }
    }

    /** @param dependsOn what must work for this to work: the feed of a switch, the uplink of a village */
    public record Dependency(DependencyId id, CauseKind kind, String name, Set<DependencyId> dependsOn) {
        public Dependency {
            requireNonNull(id, "dependency id");
            requireNonNull(kind, "dependency kind");
            requireNonNull(name, "dependency name");
            dependsOn = Set.copyOf(dependsOn);
        }
    }

    /** @param parent the area around it, {@code null} for the county */
    public record Area(AreaId id, String name, @Nullable AreaId parent) {
        public Area {
            requireNonNull(id, "area id");
            requireNonNull(name, "area name");
        }
    }
}
