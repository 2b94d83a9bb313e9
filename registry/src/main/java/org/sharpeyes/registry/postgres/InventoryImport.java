package org.sharpeyes.registry.postgres;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.inventory.AreaCollection;
import org.sharpeyes.registry.inventory.Faults;
import org.sharpeyes.registry.inventory.ImportReport;
import org.sharpeyes.registry.inventory.Inventory;
import org.sharpeyes.registry.inventory.InventoryAccess;
import org.sharpeyes.registry.inventory.InventoryAccessTaker;
import org.sharpeyes.registry.inventory.InventoryForm;
import org.sharpeyes.registry.inventory.InventoryPoint;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Position;

/** Imports inventories and trees of areas: all or nothing, with every fault said. Thread-safe. */
public final class InventoryImport {
    /** How far outside the county's box a camera may stand, degrees: about 2 km, for borders drawn by hand. */
    private static final double BORDER = 0.02;

    private final Registry registry;
    private final @Nullable InventoryAccessTaker accessTaker;

    /** @param accessTaker keeps passwords and stream addresses; without one, files that hold such are refused */
    public InventoryImport(Registry registry, @Nullable InventoryAccessTaker accessTaker) {
        this.registry = registry;
        this.accessTaker = accessTaker;
    }

    /**
     * Imports points from CSV.
     *
     * @param editable whether the author may edit the registry in an area; another area is told as unknown
     * @param dryRun say what would happen, and do nothing
     */
    public ImportReport points(byte[] csv, Predicate<AreaId> editable, boolean dryRun, Change change) {
        return points(csv, InventoryForm.CSV, editable, dryRun, change);
    }

    /** As above, in any form. */
    public ImportReport points(
            byte[] file, InventoryForm form, Predicate<AreaId> editable, boolean dryRun, Change change) {
        Faults faults = new Faults();
        Inventory inventory = Inventory.read(file, form, faults);
        return registry.writer().locked(() -> {
            Map<String, Area> areas = registry.directory().areas().stream()
                    .filter(area -> editable.test(area.id()))
                    .collect(Collectors.toMap(Area::civilCode, area -> area));
            check(inventory, areas, faults);
            int newDependencies = countNewDependencies(inventory);
            boolean doIt = faults.none() && !dryRun;
            if (doIt) {
                registry.writer()
                        .write(change, "import-points", inventory.points().size() + " points", writing -> {
                            enter(writing, inventory, areas);
                            return true;
                        });
                handOver(inventory);
            }
            return new ImportReport(
                    doIt,
                    dryRun,
                    inventory.encoding(),
                    inventory.lines(),
                    faults.none() ? inventory.points().size() : 0,
                    0,
                    0,
                    faults.none() ? newDependencies : 0,
                    faults.passedOver(),
                    faults.count(),
                    faults.listed());
        });
    }

    private void handOver(Inventory inventory) {
        List<InventoryAccess> access = new ArrayList<>();
        for (InventoryPoint point : inventory.points()) {
            if (point.access() != null) {
                access.add(point.access());
            }
        }
        if (!access.isEmpty() && accessTaker != null) {
            accessTaker.take(access);
        }
    }

    private void check(Inventory inventory, Map<String, Area> areas, Faults faults) {
        Set<String> codes = registry.directory().cameras().stream()
                .map(camera -> camera.details().code().digits())
                .collect(Collectors.toSet());
        Set<InventoryPoint.PlannedDevice> planned = registry.jdbi().withHandle(DeviceTable::plans);
        for (InventoryPoint point : inventory.points()) {
            if (codes.contains(point.code().digits())) {
                faults.add(point.line(), "code", point.code().digits(), "a code that is not registered yet");
            }
            @Nullable Area area = areas.get(point.areaCode());
            if (area == null) {
                faults.add(point.line(), "area", point.areaCode(), "the civil code of an area you may edit");
            } else {
                checkPlace(point, area, faults);
            }
            if (point.device() != null && planned.contains(point.device())) {
                faults.add(
                        point.line(),
                        "device_serial",
                        point.device().serial() + " channel " + point.device().channel(),
                        "a channel that no other point plans");
            }
            if (point.access() != null && accessTaker == null) {
                faults.add(
                        point.line(),
                        "password",
                        "(not shown)",
                        "no access columns: passwords are given when a device is registered");
            }
        }
    }

    private void checkPlace(InventoryPoint point, Area area, Faults faults) {
        @Nullable Position position = point.pose().position();
        List<AreaId> path = registry.directory().path(area.id());
        @Nullable
        Shape county = path.isEmpty()
                ? null
                : registry.directory()
                        .area(path.get(path.size() - 1))
                        .map(Area::shape)
                        .orElse(null);
        if (position == null || county == null) {
            return;
        }
        Envelope box = new Envelope(county.geometry().getEnvelopeInternal());
        box.expandBy(BORDER);
        double longitude = position.at().longitude();
        double latitude = position.at().latitude();
        if (!box.contains(longitude, latitude)) {
            faults.add(
                    point.line(),
                    "longitude",
                    longitude + ", " + latitude,
                    box.contains(latitude, longitude)
                            ? "a place in the county; longitude and latitude look swapped"
                            : "a place in the county of " + point.areaCode());
        }
    }

    private int countNewDependencies(Inventory inventory) {
        Set<String> known = registry.dependencies().stream()
                .map(each -> each.kind() + " " + each.name())
                .collect(Collectors.toSet());
        Set<String> named = new HashSet<>();
        for (InventoryPoint point : inventory.points()) {
            point.dependencies().forEach((kind, name) -> named.add(kind + " " + name));
        }
        named.removeAll(known);
        return named.size();
    }

    private static void enter(Writing writing, Inventory inventory, Map<String, Area> areas) {
        Map<AreaId, Optional<Shape>> around = new HashMap<>();
        Map<DependencyKind, Map<String, DependencyId>> dependencies = new EnumMap<>(DependencyKind.class);
        enterDependencies(writing, inventory, dependencies);
        for (InventoryPoint each : inventory.points()) {
            Area area = requireNonNull(areas.get(each.areaCode()), each.areaCode());
            @Nullable
            Shape shape = around.computeIfAbsent(area.id(), id -> AreaTable.shapeAround(writing.handle(), id))
                    .orElse(null);
            PointDetails details = new PointDetails(
                    each.code(),
                    each.name(),
                    area.id(),
                    each.pointClass(),
                    each.areaClass(),
                    each.placeType(),
                    each.address(),
                    each.managingUnit(),
                    each.filingNumber(),
                    each.filedOn(),
                    each.persons());
            PointId point = NewPoints.create(writing, details, each.pose(), shape);
            if (!each.file().fields().isEmpty()) {
                PointFiles.put(writing, point, each.file());
            }
            if (each.device() != null) {
                DeviceTable.plan(
                        writing, point, each.device().serial(), each.device().channel());
            }
            each.dependencies().forEach((kind, name) -> {
                DependencyId dependency = requireNonNull(
                        requireNonNull(dependencies.get(kind), "kind").get(name), name);
                DependencyTable.attach(writing, dependency, point);
            });
        }
        writing.touchAll();
    }

    /** Uplinks first: a switch or ONU whose points all name one uplink hangs on it. */
    private static void enterDependencies(
            Writing writing, Inventory inventory, Map<DependencyKind, Map<String, DependencyId>> entered) {
        for (DependencyKind kind :
                List.of(DependencyKind.UPLINK, DependencyKind.POWER, DependencyKind.ONU, DependencyKind.SWITCH)) {
            Map<String, Set<String>> uplinks = new TreeMap<>();
            for (InventoryPoint point : inventory.points()) {
                @Nullable String name = point.dependencies().get(kind);
                if (name != null) {
                    uplinks.computeIfAbsent(name, key -> new HashSet<>())
                            .add(point.dependencies().getOrDefault(DependencyKind.UPLINK, ""));
                }
            }
            Map<String, DependencyId> ids = new HashMap<>();
            entered.put(kind, ids);
            uplinks.forEach((name, above) -> {
                Optional<Dependency> known = DependencyTable.find(writing.handle(), kind, name);
                if (known.isPresent()) {
                    ids.put(name, known.get().id());
                    return;
                }
                @Nullable DependencyId parent = null;
                if (above.size() == 1 && (kind == DependencyKind.SWITCH || kind == DependencyKind.ONU)) {
                    parent = entered.getOrDefault(DependencyKind.UPLINK, Map.of())
                            .get(above.iterator().next());
                }
                Dependency dependency =
                        new Dependency(DependencyId.random(), kind, name, parent, Dependency.State.ACCEPTED, "");
                DependencyTable.put(writing, dependency);
                ids.put(name, dependency.id());
            });
        }
    }

    /**
     * Imports the tree of areas from GeoJSON. An area whose civil code is known keeps its id.
     *
     * @param editable as for {@link #points}; asked for the nearest area that exists already
     */
    public ImportReport areas(String geoJson, Predicate<AreaId> editable, boolean dryRun, Change change) {
        return areas(geoJson, false, editable, dryRun, change);
    }

    /** @param gcj02 whether coordinates are in that datum, and are converted */
    public ImportReport areas(
            String geoJson, boolean gcj02, Predicate<AreaId> editable, boolean dryRun, Change change) {
        Faults faults = new Faults();
        AreaCollection read = AreaCollection.read(geoJson, gcj02, faults);
        return registry.writer().locked(() -> {
            Map<String, AreaId> ids = new HashMap<>();
            registry.directory().areas().forEach(area -> ids.put(area.civilCode(), area.id()));
            Set<String> existing = Set.copyOf(ids.keySet());
            List<Area> areas = new ArrayList<>();
            for (AreaCollection.ReadArea each : read.areas()) {
                @Nullable AreaId parent = each.parent() == null ? null : ids.get(each.parent());
                if (each.parent() != null && parent == null) {
                    faults.add(each.feature(), "parent", each.parent(), "an area of this file or of the registry");
                    continue;
                }
                boolean known = existing.contains(each.code());
                boolean parentKnown = each.parent() != null && existing.contains(each.parent());
                @Nullable AreaId asked = known ? ids.get(each.code()) : parentKnown ? parent : null;
                if (asked != null && !editable.test(asked)) {
                    faults.add(each.feature(), "code", each.code(), "an area you may edit");
                    continue;
                }
                if (parentKnown
                        && parent != null
                        && each.shape() != null
                        && read.areas().stream().noneMatch(other -> other.code().equals(each.parent()))) {
                    Area above = registry.directory().area(parent).orElse(null);
                    if (above != null && above.shape() != null) {
                        AreaCollection.checkWithin(each.feature(), each.shape(), above.shape(), above.name(), faults);
                    }
                }
                AreaId id = ids.computeIfAbsent(each.code(), code -> AreaId.random());
                areas.add(new Area(id, parent, each.level(), each.code(), each.name(), each.shape(), each.persons()));
            }
            List<AreaLayer> layers = layers(read, ids, faults);
            boolean doIt = faults.none() && !dryRun;
            if (doIt) {
                registry.putAreas(areas, layers, change);
            }
            return new ImportReport(
                    doIt,
                    dryRun,
                    "UTF-8",
                    read.features(),
                    0,
                    faults.none() ? areas.size() : 0,
                    faults.none() ? layers.size() : 0,
                    0,
                    faults.passedOver(),
                    faults.count(),
                    faults.listed());
        });
    }

    private List<AreaLayer> layers(AreaCollection read, Map<String, AreaId> ids, Faults faults) {
        Map<String, UUID> known = registry.layers().stream()
                .collect(Collectors.toMap(
                        layer -> layer.area() + " " + layer.name(), AreaLayer::id, (first, second) -> first));
        List<AreaLayer> layers = new ArrayList<>();
        for (AreaCollection.ReadLayer each : read.layers()) {
            @Nullable AreaId area = ids.get(each.parent());
            if (area == null) {
                faults.add(each.feature(), "parent", each.parent(), "an area of this file or of the registry");
                continue;
            }
            UUID id = known.getOrDefault(area + " " + each.name(), UUID.randomUUID());
            layers.add(new AreaLayer(id, area, each.kind(), each.name(), each.weight(), each.shape()));
        }
        return layers;
    }
}
