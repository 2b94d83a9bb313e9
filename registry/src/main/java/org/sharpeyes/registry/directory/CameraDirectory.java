package org.sharpeyes.registry.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.dependency.Dependency;

/**
 * All cameras, areas and accepted dependencies as of one commit. Immutable: the media and probe planes hold one and
 * swap it for the next.
 */
public final class CameraDirectory {
    private static final CameraDirectory EMPTY = new CameraDirectory(0, Map.of(), Map.of(), Map.of());

    private final long version;
    private final Map<CameraId, CameraEntry> cameras;
    private final Map<AreaId, Area> areas;
    private final Map<DependencyId, Dependency> dependencies;

    /** @param version number of the change after which this was read; a later directory has a higher one */
    public CameraDirectory(
            long version,
            Map<CameraId, CameraEntry> cameras,
            Map<AreaId, Area> areas,
            Map<DependencyId, Dependency> dependencies) {
        this.version = version;
        this.cameras = Map.copyOf(cameras);
        this.areas = Map.copyOf(areas);
        this.dependencies = Map.copyOf(dependencies);
    }

    public static CameraDirectory empty() {
        return EMPTY;
    }

    public long version() {
        return version;
    }

    public Optional<CameraEntry> camera(CameraId id) {
        return Optional.ofNullable(cameras.get(id));
    }

    public Collection<CameraEntry> cameras() {
        return cameras.values();
    }

    public Optional<Area> area(AreaId id) {
        return Optional.ofNullable(areas.get(id));
    }

    public Collection<Area> areas() {
        return areas.values();
    }

    public Optional<Dependency> dependency(DependencyId id) {
        return Optional.ofNullable(dependencies.get(id));
    }

    public Collection<Dependency> dependencies() {
        return dependencies.values();
    }

    /** The area and all above it, from itself up to the county; empty if it is not known. */
    public List<AreaId> path(AreaId id) {
        List<AreaId> path = new ArrayList<>();
        @Nullable Area area = areas.get(id);
        while (area != null) {
            path.add(area.id());
            area = area.parent() == null ? null : areas.get(area.parent());
        }
        return List.copyOf(path);
    }

    /** Whether {@code inner} is {@code outer} or lies below it. */
    public boolean within(AreaId inner, AreaId outer) {
        @Nullable Area area = areas.get(inner);
        while (area != null && !area.id().equals(outer)) {
            area = area.parent() == null ? null : areas.get(area.parent());
        }
        return area != null;
    }

    /** Whether both know the same areas, borders included. Quick: told by identity, so that it may say no too often. */
    public boolean sameAreas(CameraDirectory other) {
        return areas == other.areas;
    }

    /** What a camera depends on, directly or through parents, nearest first. */
    public List<Dependency> chain(CameraEntry camera) {
        List<Dependency> chain = new ArrayList<>();
        Set<DependencyId> seen = new HashSet<>();
        for (DependencyId direct : camera.dependencies()) {
            @Nullable Dependency each = dependencies.get(direct);
            while (each != null && seen.add(each.id())) {
                chain.add(each);
                each = each.parent() == null ? null : dependencies.get(each.parent());
            }
        }
        return List.copyOf(chain);
    }

    /** The same with some cameras read anew; an id of {@code touched} that {@code fresh} lacks is gone. */
    public CameraDirectory with(long newVersion, Set<CameraId> touched, Map<CameraId, CameraEntry> fresh) {
        Map<CameraId, CameraEntry> merged = new HashMap<>(cameras);
        merged.keySet().removeAll(touched);
        merged.putAll(fresh);
        return new CameraDirectory(newVersion, merged, areas, dependencies);
    }
}
