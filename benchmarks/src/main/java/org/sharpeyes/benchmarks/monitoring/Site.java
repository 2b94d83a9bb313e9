package org.sharpeyes.benchmarks.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.topology.CauseKind;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.alarm.topology.Weight;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;

/**
 * The same cameras for all three processes: a switch with 600, a PoE switch with 8, a recorder with 16, another switch
 * with 600, a town of ten villages, and single ones behind switches of eight. Immutable.
 */
final class Site {
    static final int BIG = 0;
    static final int POE = 600;
    static final int RECORDER = 608;
    static final int PARTLY = 624;
    static final int TOWN = 1_224;
    static final int TOWN_CAMERAS = 200;
    static final int SINGLE = TOWN + TOWN_CAMERAS;

    /** Least cameras that hold all of it. */
    static final int LEAST = SINGLE + 80;

    private static final int PER_VILLAGE = 20;
    private static final int PER_NET = 250;
    private static final int SMALL_SWITCH = 8;

    private final Topology topology;

    Site(int cameras) {
        if (cameras < LEAST || cameras > 50_000) {
            throw new IllegalArgumentException("--cameras: " + cameras + " (expected: " + LEAST + " to 50000)");
        }
        List<Topology.Camera> list = new ArrayList<>();
        List<Topology.Dependency> dependencies = new ArrayList<>();
        List<Topology.Area> areas = new ArrayList<>();
        DependencyId big = dependency(dependencies, CauseKind.SWITCH, "big switch");
        DependencyId poe = dependency(dependencies, CauseKind.SWITCH, "PoE switch");
        DependencyId recorder = dependency(dependencies, CauseKind.NVR, "recorder");
        DependencyId partly = dependency(dependencies, CauseKind.SWITCH, "healthy switch");
        AreaId town = area(areas, "town", null);
        AreaId village = town;
        DependencyId small = big;
        for (int i = 0; i < cameras; i++) {
            AreaId area = null;
            Set<DependencyId> dependsOn;
            if (i < POE) {
                dependsOn = Set.of(big);
            } else if (i < RECORDER) {
                dependsOn = Set.of(poe);
            } else if (i < PARTLY) {
                dependsOn = Set.of(recorder);
            } else if (i < TOWN) {
                dependsOn = Set.of(partly);
            } else if (i < SINGLE) {
                if ((i - TOWN) % PER_VILLAGE == 0) {
                    village = area(areas, "village " + (i - TOWN) / PER_VILLAGE, town);
                }
                area = village;
                dependsOn = Set.of();
            } else {
                if ((i - SINGLE) % SMALL_SWITCH == 0) {
                    small = dependency(dependencies, CauseKind.SWITCH, "switch " + (i - SINGLE) / SMALL_SWITCH);
                }
                dependsOn = Set.of(small);
            }
            list.add(new Topology.Camera(camera(i), "camera " + i, dependsOn, area, Weight.ORDINARY));
        }
        topology = new Topology(list, dependencies, areas);
    }

    private static DependencyId dependency(List<Topology.Dependency> list, CauseKind kind, String name) {
        DependencyId id = new DependencyId(new UUID(0x4000, 0x8000_0000_0000_0000L + list.size()));
        list.add(new Topology.Dependency(id, kind, name, Set.of()));
        return id;
    }

    private static AreaId area(List<Topology.Area> list, String name, @Nullable AreaId parent) {
        AreaId id = new AreaId(new UUID(0x4001, 0x8000_0000_0000_0000L + list.size()));
        list.add(new Topology.Area(id, name, parent));
        return id;
    }

    static CameraId camera(int index) {
        // Scattered, as real ids are: samples are drawn by them.
        return new CameraId(new UUID(0x4002, 0x9E37_79B9_7F4A_7C15L * (index + 1)));
    }

    /** 10.50.0.1 and on, 250 to a net of 256. */
    static String address(int index) {
        return "10.50." + index / PER_NET + "." + (index % PER_NET + 1);
    }

    Topology topology() {
        return topology;
    }

    String name(String subject) {
        for (Topology.Dependency dependency : topology.dependencies()) {
            if (subject.equals("dependency:" + dependency.id())) {
                return dependency.name();
            }
        }
        for (Topology.Area area : topology.areas()) {
            if (subject.equals("area:" + area.id())) {
                return area.name();
            }
        }
        for (Topology.Camera camera : topology.cameras()) {
            if (subject.equals("camera:" + camera.id())) {
                return camera.name();
            }
        }
        return subject;
    }
}
