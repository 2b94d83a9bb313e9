package org.sharpeyes.registry.postgres;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.coverage.Obstacles;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.device.AccessPath;
import org.sharpeyes.registry.device.DeviceDescription;
import org.sharpeyes.registry.device.DeviceRegistration;
import org.sharpeyes.registry.device.Placement;
import org.sharpeyes.registry.device.RegisteredDevice;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.history.HistoryEntry;
import org.sharpeyes.registry.history.PointAt;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;

/**
 * The registry: commands that never lose what was, questions about any time, and the directory of now.
 *
 * <p>Every command is one transaction with its author and reason. Commands block; the directory does not. Thread-safe.
 *
 * @see CameraDirectory
 */
public final class Registry {
    private final Jdbi jdbi;
    private final RegistryWriter writer;

    /** Reads the directory; the migrations must have run. */
    public Registry(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.writer = new RegistryWriter(jdbi, clock);
    }

    /** All cameras as of the last commit. Never blocks. */
    public CameraDirectory directory() {
        return writer.directory();
    }

    /** All obstacles of all times, as of the last commit. Never blocks. */
    public Obstacles obstacles() {
        return writer.obstacles();
    }

    /** Calls at once, and after each commit on the thread that committed, in order. The listener must not block. */
    public void subscribe(Consumer<CameraDirectory> listener) {
        writer.subscribe(listener);
    }

    // Areas

    /** Enters areas (parents first) and layers, or gives known ones a new version. */
    public void putAreas(List<Area> areas, List<AreaLayer> layers, Change change) {
        writer.write(change, "put-areas", areas.size() + " areas, " + layers.size() + " layers", writing -> {
            areas.forEach(area -> AreaTable.put(writing, area));
            layers.forEach(layer -> AreaTable.put(writing, layer));
            writing.touchAll();
            return true;
        });
    }

    /** Gives one area a new version. */
    public void editArea(Area area, Change change) {
        writer.write(change, "edit-area", area.name(), writing -> {
            Versions.require(writing, area.id());
            AreaTable.put(writing, area);
            writing.touchAll();
            return true;
        });
    }

    public void removeLayer(UUID layer, Change change) {
        writer.write(change, "remove-layer", layer.toString(), writing -> {
            if (!AreaTable.removeLayer(writing, layer)) {
                throw unknown("layer", layer);
            }
            return true;
        });
    }

    public long version(AreaId area) {
        return jdbi.withHandle(handle -> Versions.of(handle, area));
    }

    public List<AreaLayer> layers() {
        return layers(null);
    }

    /** @param known as the registry held then; {@code null} for now */
    public List<AreaLayer> layers(@Nullable Instant known) {
        return jdbi.withHandle(handle -> AreaTable.layers(handle, known));
    }

    /** @param known as the registry held then; {@code null} for now */
    public Map<AreaId, Area> areas(@Nullable Instant known) {
        return jdbi.withHandle(handle -> AreaTable.all(handle, known));
    }

    // Points

    /** @throws RegistryProblem CONFLICT if the code is taken, UNKNOWN if the area is */
    public PointId createPoint(PointDetails details, Pose pose, Change change) {
        return writer.write(
                change, "create-point", details.name(), writing -> NewPoints.create(writing, details, pose));
    }

    public void renamePoint(PointId point, String name, Change change) {
        amend(point, details -> details.withName(name), change, "rename-point");
    }

    /** Gives a point other details; its id and its history stay. */
    public void editPoint(PointId point, PointDetails details, Change change) {
        amend(point, old -> details, change, "edit-point");
    }

    private void amend(PointId point, UnaryOperator<PointDetails> edit, Change change, String command) {
        writer.write(change, command, point.toString(), writing -> {
            Versions.require(writing, point);
            PointDetails old = PointTable.at(writing.handle(), point, writing.validFrom(), writing.recordedAt())
                    .orElseThrow(() -> unknown("point", point));
            PointDetails details = edit.apply(old);
            PointTable.put(writing, point, details);
            if (!details.area().equals(old.area())) {
                // The box of an unknown position is its area's.
                Pose pose = poseThen(writing, point);
                PoseTable.put(writing, point, pose, around(writing.handle(), details.area()));
            }
            return true;
        });
    }

    /** The camera at the point stands elsewhere. */
    public void movePoint(PointId point, @Nullable Position position, Change change) {
        pose(point, pose -> pose.withPosition(position), change, "move-point");
    }

    /** The camera at the point looks elsewhere. */
    public void reaim(PointId point, @Nullable Reading azimuth, @Nullable Reading tilt, Change change) {
        pose(point, pose -> pose.withAzimuth(azimuth).withTilt(tilt), change, "re-aim");
    }

    public void setPose(PointId point, Pose pose, Change change) {
        pose(point, old -> pose, change, "set-pose");
    }

    private void pose(PointId point, UnaryOperator<Pose> edit, Change change, String command) {
        writer.write(change, command, point.toString(), writing -> {
            Versions.require(writing, point);
            PointDetails details = PointTable.at(writing.handle(), point, writing.validFrom(), writing.recordedAt())
                    .orElseThrow(() -> unknown("point", point));
            Pose pose = edit.apply(poseThen(writing, point));
            PoseTable.put(writing, point, pose, around(writing.handle(), details.area()));
            return true;
        });
    }

    private static Pose poseThen(Writing writing, PointId point) {
        return PoseTable.at(writing.handle(), point, writing.validFrom(), writing.recordedAt())
                .orElse(Pose.unknown());
    }

    private static @Nullable Shape around(Handle handle, AreaId area) {
        return AreaTable.shapeAround(handle, area).orElse(null);
    }

    /** Ends a point, what hangs there and where it looks. What it saw before stays answerable. */
    public void retirePoint(PointId point, Change change) {
        writer.write(change, "retire-point", point.toString(), writing -> {
            requirePoint(writing, point);
            PointTable.end(writing, point);
            PoseTable.end(writing, point);
            PointFiles.end(writing, point);
            InstallationTable.endAt(writing, point);
            return true;
        });
    }

    /** Number of the newest change that touched anything of the point; 0 if there is none. */
    public long version(PointId point) {
        return jdbi.withHandle(handle -> Versions.of(handle, point));
    }

    /** Codes of points and groups of any time that is held now: none of them is free. */
    public Set<String> codesInUse() {
        return jdbi.withHandle(
                handle -> new HashSet<>(handle.createQuery("SELECT code FROM point_record WHERE upper_inf(recorded)"
                                + " UNION SELECT code FROM camera_group WHERE code IS NOT NULL AND upper_inf(recorded)")
                        .mapTo(String.class)
                        .list()));
    }

    public Optional<PointId> pointByCode(PointCode code) {
        return jdbi.withHandle(handle -> PointTable.byCode(handle, code));
    }

    // Devices

    /**
     * Enters a device with its channels, or what is new about a known one, and hangs the channels where {@code placement}
     * and the inventory say.
     *
     * @throws RegistryProblem CONFLICT if its marks belong to different devices, or a point is taken by another channel;
     *     UNKNOWN if a point code is
     */
    public RegisteredDevice registerDevice(DeviceRegistration registration, Placement placement, Change change) {
        return writer.write(
                change, "register-device", String.valueOf(registration.device().serial()), writing -> new DeviceEntry(
                                writing)
                        .enter(registration, placement));
    }

    /** The registered device with these marks. */
    public Optional<DeviceId> findDevice(DeviceDescription device) {
        return jdbi.withHandle(handle -> DeviceTable.find(handle, device));
    }

    /** The device is reached another way from now on. */
    public void setAccessPath(DeviceId device, AccessPath path, Change change) {
        writer.write(change, "set-access-path", device.toString(), writing -> {
            DeviceTable.put(writing, device, path);
            DeviceTable.points(writing.handle(), device).forEach(writing::touch);
            return true;
        });
    }

    /** Hangs a channel at a point where nothing hangs. */
    public void install(PointId point, ChannelId channel, Change change) {
        writer.write(change, "install", point + " " + channel, writing -> {
            requirePoint(writing, point);
            if (InstallationTable.at(writing.handle(), point, writing.validFrom(), writing.recordedAt())
                    .isPresent()) {
                throw new RegistryProblem(
                        RegistryProblem.Kind.CONFLICT,
                        "point: a channel hangs there (expected: a free point, or a swap)");
            }
            InstallationTable.put(writing, point, channel);
            return true;
        });
    }

    /** Hangs another channel at a point; what hung there is free afterwards. */
    public void swap(PointId point, ChannelId channel, Change change) {
        writer.write(change, "swap", point + " " + channel, writing -> {
            requirePoint(writing, point);
            InstallationTable.put(writing, point, channel);
            return true;
        });
    }

    /** Takes a channel off wherever it hangs and hangs it at {@code point}. */
    public void move(ChannelId channel, PointId point, Change change) {
        writer.write(change, "move-channel", point + " " + channel, writing -> {
            requirePoint(writing, point);
            InstallationTable.endOf(writing, channel);
            InstallationTable.put(writing, point, channel);
            return true;
        });
    }

    /** Takes down what hangs at a point. */
    public void uninstall(PointId point, Change change) {
        writer.write(change, "uninstall", point.toString(), writing -> {
            requirePoint(writing, point);
            InstallationTable.endAt(writing, point);
            return true;
        });
    }

    /** Says that a channel's picture can be had through another one; below 0 it is tried before the channel itself. */
    public void rankSource(ChannelId channel, ChannelId via, int rank, Change change) {
        writer.write(change, "rank-source", channel + " via " + via, writing -> {
            DeviceTable.putSource(writing, channel, via, rank);
            InstallationTable.pointOf(writing.handle(), channel).ifPresent(writing::touch);
            return true;
        });
    }

    // Dependencies

    /** Enters a dependency or gives a known one a new version. */
    public void putDependency(Dependency dependency, Change change) {
        writer.write(change, "put-dependency", dependency.name(), writing -> {
            DependencyTable.put(writing, dependency);
            return true;
        });
    }

    /** Sets which cameras hang directly on a dependency. */
    public void setDependents(DependencyId dependency, Collection<PointId> points, Change change) {
        writer.write(change, "set-dependents", dependency.toString(), writing -> {
            Set<PointId> wanted = new HashSet<>(points);
            List<PointId> known = DependencyTable.cameras(writing.handle(), dependency, null);
            for (PointId old : known) {
                if (!wanted.remove(old)) {
                    DependencyTable.detach(writing, dependency, old);
                }
            }
            wanted.forEach(point -> DependencyTable.attach(writing, dependency, point));
            return true;
        });
    }

    /** All, proposed and rejected ones too. */
    public List<Dependency> dependencies() {
        return dependencies(null);
    }

    /** @param known as the registry held then; {@code null} for now */
    public List<Dependency> dependencies(@Nullable Instant known) {
        return jdbi.withHandle(handle -> DependencyTable.all(handle, known));
    }

    public List<PointId> dependents(DependencyId dependency) {
        return dependents(dependency, null);
    }

    /** @param known as the registry held then; {@code null} for now */
    public List<PointId> dependents(DependencyId dependency, @Nullable Instant known) {
        return jdbi.withHandle(handle -> DependencyTable.cameras(handle, dependency, known));
    }

    public Optional<Dependency> dependency(DependencyKind kind, String name) {
        return jdbi.withHandle(handle -> DependencyTable.find(handle, kind, name));
    }

    // Time

    /** Every version of everything about a point, the newest record first. */
    public List<HistoryEntry> history(PointId point) {
        return jdbi.withHandle(handle -> HistoryReader.of(handle, point));
    }

    /** What the point was at {@code valid}, as the registry held at {@code known}. */
    public PointAt at(PointId point, Instant valid, Instant known) {
        return jdbi.inTransaction(handle -> new PointAt(
                point,
                PointTable.at(handle, point, valid, known).orElse(null),
                InstallationTable.at(handle, point, valid, known).orElse(null),
                PoseTable.at(handle, point, valid, known).orElse(null)));
    }

    /** All points that were there at {@code valid}, as the registry held at {@code known}, by code. */
    public List<PointAt> allAt(Instant valid, Instant known) {
        return jdbi.inTransaction(handle -> HistoryReader.allAt(handle, valid, known));
    }

    private static void requirePoint(Writing writing, PointId point) {
        Versions.require(writing, point);
        if (PointTable.current(writing.handle(), point).isEmpty()) {
            throw unknown("point", point);
        }
    }

    private static RegistryProblem unknown(String field, Object id) {
        return new RegistryProblem(
                RegistryProblem.Kind.UNKNOWN, field + ": " + id + " (expected: one that is registered for that time)");
    }

    RegistryWriter writer() {
        return writer;
    }

    Jdbi jdbi() {
        return jdbi;
    }
}
