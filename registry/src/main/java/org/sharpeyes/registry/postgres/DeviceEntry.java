package org.sharpeyes.registry.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.device.ChannelDescription;
import org.sharpeyes.registry.device.DeviceDescription;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.DeviceRegistration;
import org.sharpeyes.registry.device.Placement;
import org.sharpeyes.registry.device.RegisteredDevice;
import org.sharpeyes.registry.device.RegisteredDevice.How;
import org.sharpeyes.registry.device.RegisteredDevice.Placed;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;

/** Enters one device within one command. */
final class DeviceEntry {
    private final Writing writing;

    DeviceEntry(Writing writing) {
        this.writing = writing;
    }

    RegisteredDevice enter(DeviceRegistration registration, Placement placement) {
        Optional<DeviceId> known = DeviceTable.find(writing.handle(), registration.device());
        DeviceId device = known.orElseGet(DeviceId::random);
        DeviceTable.put(writing, device, registration.device());
        DeviceTable.put(writing, device, registration.accessPath());
        List<Placed> placed = new ArrayList<>();
        for (ChannelDescription channel : registration.channels()) {
            ChannelId id = DeviceTable.put(writing, device, channel);
            placed.add(place(registration.device(), channel, id, placement));
        }
        List<PointId> points = DeviceTable.points(writing.handle(), device);
        points.forEach(writing::touch);
        if (registration.device().kind() == DeviceKind.NVR) {
            hangOnRecorder(registration.device(), device, placed);
        }
        return new RegisteredDevice(device, known.isPresent(), placed);
    }

    /** That channels fall with their recorder needs no proposal. */
    private void hangOnRecorder(DeviceDescription description, DeviceId device, List<Placed> placed) {
        String mark = description.serial() == null ? device.toString() : description.serial();
        String name = (description.manufacturer() + " " + description.model() + " " + mark).strip();
        DependencyId id = DependencyTable.find(writing.handle(), DependencyKind.NVR, name)
                .map(Dependency::id)
                .orElseGet(DependencyId::random);
        List<PointId> points = placed.stream()
                .map(Placed::camera)
                .flatMap(Stream::ofNullable)
                .map(CameraId::point)
                .toList();
        @Nullable
        DependencyId above =
                DependencyTable.commonSwitch(writing.handle(), points).orElse(null);
        DependencyTable.put(
                writing,
                new Dependency(
                        id, DependencyKind.NVR, name, above, Dependency.State.ACCEPTED, "its channels hang on it"));
        points.forEach(point -> DependencyTable.attach(writing, id, point));
    }

    private Placed place(DeviceDescription device, ChannelDescription channel, ChannelId id, Placement placement) {
        Optional<PointId> hangs = InstallationTable.pointOf(writing.handle(), id);
        @Nullable PointCode asked = placement.byNumber().get(channel.number());
        if (asked != null) {
            PointId point = PointTable.byCode(writing.handle(), asked)
                    .orElseThrow(() -> new RegistryProblem(
                            RegistryProblem.Kind.UNKNOWN, "pointCode: " + asked + " (expected: a registered point)"));
            if (!hangs.equals(Optional.of(point))) {
                requireFree(point);
                if (hangs.isPresent()) {
                    InstallationTable.endOf(writing, id);
                }
                InstallationTable.put(writing, point, id);
            }
            return new Placed(id, channel.number(), CameraId.of(point), How.ASKED);
        }
        if (hangs.isPresent()) {
            return new Placed(id, channel.number(), CameraId.of(hangs.get()), How.STAYED);
        }
        Optional<PointId> planned = DeviceTable.planned(writing.handle(), device.serial(), channel.number());
        if (planned.isPresent()) {
            // A planned device that comes after another one hung there is a swap: the inventory is the newer word.
            InstallationTable.put(writing, planned.get(), id);
            return new Placed(id, channel.number(), CameraId.of(planned.get()), How.INVENTORY);
        }
        @Nullable AreaId area = placement.area();
        if (area == null) {
            return new Placed(id, channel.number(), null, How.UNINSTALLED);
        }
        PointId point = NewPoints.create(
                writing,
                PointDetails.of(NewPoints.freeCode(writing.handle(), area), name(device, channel), area),
                Pose.unknown());
        InstallationTable.put(writing, point, id);
        return new Placed(id, channel.number(), CameraId.of(point), How.NEW_POINT);
    }

    private void requireFree(PointId point) {
        if (InstallationTable.channelAt(writing.handle(), point).isPresent()) {
            throw new RegistryProblem(
                    RegistryProblem.Kind.CONFLICT,
                    "pointCode: a channel hangs at that point (expected: a free point; swap it to replace)");
        }
    }

    private static String name(DeviceDescription device, ChannelDescription channel) {
        if (!channel.name().isBlank()) {
            return channel.name().strip();
        }
        String base = (device.manufacturer() + " " + device.model()).strip();
        String mark = base.isEmpty() ? String.valueOf(device.serial()) : base;
        return device.kind() == DeviceKind.NVR ? mark + " " + channel.number() : mark;
    }
}
