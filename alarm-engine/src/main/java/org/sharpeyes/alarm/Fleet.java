package org.sharpeyes.alarm;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;

/** The watched cameras and the groups that may explain their loss. Confined to the engine's thread. */
final class Fleet {
    private final Map<CameraId, WatchedCamera> cameras = new HashMap<>();

    /** By the subject's key; order of the topology, so that a replay walks it alike. */
    private Map<String, CauseGroup> groups = new LinkedHashMap<>();

    @Nullable
    WatchedCamera find(CameraId id) {
        return cameras.get(id);
    }

    Collection<WatchedCamera> cameras() {
        return cameras.values();
    }

    @Nullable
    CauseGroup group(Subject subject) {
        return groups.get(subject.key());
    }

    /**
     * Takes a new topology over. What is known of cameras and groups that stay is kept.
     *
     * @return the cameras that are watched no longer
     */
    List<WatchedCamera> become(Topology topology, long now) {
        Map<String, CauseGroup> before = groups;
        groups = new LinkedHashMap<>();
        for (Topology.Dependency dependency : topology.dependencies()) {
            addGroup(new CauseGroup(new Subject.OfDependency(dependency.id()), dependency.name()));
        }
        for (Topology.Area area : topology.areas()) {
            addGroup(new CauseGroup(new Subject.OfArea(area.id()), area.name()));
        }
        Map<DependencyId, Topology.Dependency> dependencies = new HashMap<>();
        topology.dependencies().forEach(dependency -> dependencies.put(dependency.id(), dependency));
        Map<AreaId, Topology.Area> areas = new HashMap<>();
        topology.areas().forEach(area -> areas.put(area.id(), area));

        Map<DependencyId, List<CauseGroup>> aboveDependency = new HashMap<>();
        for (Topology.Dependency dependency : topology.dependencies()) {
            List<CauseGroup> chain = dependencyChain(Set.of(dependency.id()), dependencies);
            aboveDependency.put(dependency.id(), chain);
            CauseGroup own = chain.get(0);
            chain.stream().filter(group -> group != own).forEach(own.above::add);
        }
        for (Topology.Area area : topology.areas()) {
            List<CauseGroup> chain = areaChain(area.id(), areas);
            chain.get(0).above.addAll(chain.subList(1, chain.size()));
        }

        Set<CameraId> listed = new LinkedHashSet<>();
        for (Topology.Camera camera : topology.cameras()) {
            listed.add(camera.id());
            WatchedCamera watched = watch(camera.id(), camera.name(), now);
            watched.name = camera.name();
            watched.weight = camera.weight();
            Set<CauseGroup> all = new LinkedHashSet<>();
            for (DependencyId id : sorted(camera.dependsOn())) {
                all.addAll(aboveDependency.getOrDefault(id, List.of()));
            }
            watched.dependencies = List.copyOf(all);
            watched.areas = areaChain(camera.area(), areas);
            watched.dependencies.forEach(group -> group.add(watched));
            watched.areas.forEach(group -> group.add(watched));
        }
        List<WatchedCamera> gone = cameras.values().stream()
                .filter(camera -> !listed.contains(camera.id))
                .sorted(Comparator.comparing(camera -> camera.id))
                .toList();
        gone.forEach(camera -> cameras.remove(camera.id));
        groups.values().forEach(CauseGroup::complete);
        groups.forEach((key, group) -> keep(before.get(key), group));
        return gone;
    }

    /** The camera's box; a camera that a restart knew of before its topology arrived gets one too. */
    WatchedCamera watch(CameraId id, String name, long now) {
        return cameras.computeIfAbsent(id, unknown -> new WatchedCamera(id, name, now));
    }

    private void addGroup(CauseGroup group) {
        groups.put(group.subject.key(), group);
    }

    private static void keep(@Nullable CauseGroup old, CauseGroup group) {
        if (old != null) {
            group.silent = old.silent;
            group.incident = old.incident;
        }
    }

    /** Breadth first from the direct ones; a circle in the data ends where it began. */
    private List<CauseGroup> dependencyChain(
            Set<DependencyId> from, Map<DependencyId, Topology.Dependency> dependencies) {
        Set<CauseGroup> seen = new LinkedHashSet<>();
        Deque<DependencyId> next = new ArrayDeque<>(sorted(from));
        while (!next.isEmpty()) {
            Topology.Dependency dependency = dependencies.get(next.remove());
            if (dependency == null) {
                continue;
            }
            CauseGroup group = groups.get(new Subject.OfDependency(dependency.id()).key());
            if (group != null && seen.add(group)) {
                next.addAll(sorted(dependency.dependsOn()));
            }
        }
        return List.copyOf(seen);
    }

    private List<CauseGroup> areaChain(@Nullable AreaId from, Map<AreaId, Topology.Area> areas) {
        Set<CauseGroup> seen = new LinkedHashSet<>();
        Topology.Area area = from == null ? null : areas.get(from);
        while (area != null) {
            CauseGroup group = groups.get(new Subject.OfArea(area.id()).key());
            if (group == null || !seen.add(group)) {
                break;
            }
            area = area.parent() == null ? null : areas.get(area.parent());
        }
        return List.copyOf(seen);
    }

    private static List<DependencyId> sorted(Set<DependencyId> ids) {
        return ids.stream().sorted().toList();
    }
}
