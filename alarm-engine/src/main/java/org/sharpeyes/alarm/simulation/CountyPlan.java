package org.sharpeyes.alarm.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.topology.CauseKind;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.alarm.topology.Weight;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;

/** Draws up topologies, the same ones from the same seed. Not thread-safe. */
public final class CountyPlan {
    private final SplittableRandom random;
    private final List<Topology.Camera> cameras = new ArrayList<>();
    private final List<Topology.Dependency> dependencies = new ArrayList<>();
    private final List<Topology.Area> areas = new ArrayList<>();

    public CountyPlan(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public AreaId area(String name, @Nullable AreaId parent) {
        AreaId id = new AreaId(uuid());
        areas.add(new Topology.Area(id, name, parent));
        return id;
    }

    public DependencyId dependency(CauseKind kind, String name, DependencyId... dependsOn) {
        DependencyId id = new DependencyId(uuid());
        dependencies.add(new Topology.Dependency(id, kind, name, Set.of(dependsOn)));
        return id;
    }

    public CameraId camera(String name, @Nullable AreaId area, DependencyId... dependsOn) {
        CameraId id = new CameraId(uuid());
        cameras.add(new Topology.Camera(id, name, Set.of(dependsOn), area, Weight.ORDINARY));
        return id;
    }

    public CameraId camera(String name, Weight weight, @Nullable AreaId area, DependencyId... dependsOn) {
        CameraId id = new CameraId(uuid());
        cameras.add(new Topology.Camera(id, name, Set.of(dependsOn), area, weight));
        return id;
    }

    public List<CameraId> cameras(int count, String name, @Nullable AreaId area, DependencyId... dependsOn) {
        List<CameraId> made = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            made.add(camera(name + "-" + i, area, dependsOn));
        }
        return made;
    }

    public Topology topology() {
        return new Topology(cameras, dependencies, areas);
    }

    /**
     * A county: towns of ten villages, each village with an uplink and four switches of about eight cameras, spread over
     * two grids.
     */
    public static Topology county(long seed, int cameraCount) {
        CountyPlan plan = new CountyPlan(seed);
        AreaId county = plan.area("county", null);
        AreaId town = county;
        AreaId village = county;
        DependencyId uplink = plan.dependency(CauseKind.UPLINK, "uplink of the county");
        DependencyId toTown = uplink;
        DependencyId toVillage = uplink;
        DependencyId sw = uplink;
        AreaId[] grids = {county, county};
        for (int i = 0; i < cameraCount; i++) {
            if (i % 320 == 0) {
                town = plan.area("town " + i / 320, county);
                toTown = plan.dependency(CauseKind.UPLINK, "uplink of town " + i / 320, uplink);
            }
            if (i % 32 == 0) {
                village = plan.area("village " + i / 32, town);
                toVillage = plan.dependency(CauseKind.UPLINK, "uplink of village " + i / 32, toTown);
                grids = new AreaId[] {
                    plan.area("grid " + i / 32 + "a", village), plan.area("grid " + i / 32 + "b", village)
                };
            }
            if (i % 8 == 0) {
                sw = plan.dependency(CauseKind.SWITCH, "switch " + i / 8, toVillage);
            }
            plan.camera("camera " + i, grids[i % 2], sw);
        }
        return plan.topology();
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
