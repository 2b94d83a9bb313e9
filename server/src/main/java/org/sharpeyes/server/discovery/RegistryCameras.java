package org.sharpeyes.server.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.probe.ProbeTarget;
import org.sharpeyes.gateway.registration.CameraRegister;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.device.ChannelDescription;
import org.sharpeyes.registry.device.DeviceDescription;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.DeviceRegistration;
import org.sharpeyes.registry.device.Placement;
import org.sharpeyes.registry.device.RegisteredDevice;
import org.sharpeyes.registry.device.Service;
import org.sharpeyes.registry.device.StreamDescription;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;
import org.sharpeyes.registry.postgres.Registry;

/** The registry as the gateway wants it. Thread-safe; {@link #register} blocks. */
final class RegistryCameras implements CameraRegister {
    private static final String AUTHOR = "gateway";
    /** What a person says on a form is rough. */
    private static final double SAID_METRES = 20;

    private static final double SAID_DEGREES = 15;

    private final Registry registry;

    RegistryCameras(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Registered register(Device device, List<Channel> channels, Wish wish) throws NoPlaceException {
        try {
            Map<Integer, PointCode> codes = new HashMap<>();
            wish.pointCodes().forEach((number, code) -> codes.put(number, new PointCode(code)));
            Placement placement = new Placement(codes, wish.area().orElse(topArea()));
            RegisteredDevice registered = registry.registerDevice(
                    new DeviceRegistration(
                            new DeviceDescription(
                                    DeviceKind.valueOf(device.kind().name()),
                                    device.endpoint(),
                                    device.serial(),
                                    device.mac(),
                                    device.manufacturer(),
                                    device.model(),
                                    device.firmware()),
                            accessPath(device),
                            channels.stream().map(RegistryCameras::channel).toList()),
                    placement,
                    Change.now(AUTHOR, "registration"));
            Map<Integer, CameraId> cameras = new HashMap<>();
            for (RegisteredDevice.Placed placed : registered.channels()) {
                if (placed.camera() != null) {
                    cameras.put(placed.number(), placed.camera());
                    if (placed.how() == RegisteredDevice.How.NEW_POINT) {
                        describe(placed.camera().point(), wish);
                    }
                }
            }
            return new Registered(registered.device(), cameras);
        } catch (RegistryProblem | IllegalArgumentException e) {
            throw new NoPlaceException(String.valueOf(e.getMessage()));
        }
    }

    /** Without a wish new points come into the county: better at the wrong level than nowhere. */
    private @Nullable AreaId topArea() {
        return registry.directory().areas().stream()
                .filter(area -> area.parent() == null)
                .min(Comparator.comparing(Area::civilCode))
                .map(Area::id)
                .orElse(null);
    }

    private void describe(PointId point, Wish wish) {
        Change change = Change.now(AUTHOR, "registration");
        if (!wish.name().isBlank()) {
            registry.renamePoint(point, wish.name(), change);
        }
        wish.location()
                .ifPresent(location -> registry.movePoint(
                        point, new Position(location, ReadingSource.ASSUMED, SAID_METRES, null), change));
        if (wish.azimuth() != null) {
            registry.reaim(point, new Reading(wish.azimuth(), ReadingSource.ASSUMED, SAID_DEGREES, null), null, change);
        }
    }

    private static org.sharpeyes.registry.device.AccessPath accessPath(Device device) {
        String host = bare(device.path().host());
        org.sharpeyes.registry.device.AccessPath path = org.sharpeyes.registry.device.AccessPath.of(
                Service.RTSP, new org.sharpeyes.registry.device.ServiceAddress(host, device.rtspPort(), ""));
        if (device.onvifPort() == 0) {
            return path;
        }
        int port = device.path().port(CameraService.ONVIF).orElse(device.onvifPort());
        return path.with(
                Service.ONVIF, new org.sharpeyes.registry.device.ServiceAddress(host, port, device.servicePath()));
    }

    private static String bare(InetAddress address) {
        return IpLiteral.inUri(address).replace("[", "").replace("]", "");
    }

    private static ChannelDescription channel(Channel channel) {
        return new ChannelDescription(
                channel.number(),
                channel.name(),
                channel.sourceToken(),
                channel.streams().stream()
                        .map(stream -> new StreamDescription(
                                stream.profile(),
                                stream.codec(),
                                stream.width(),
                                stream.height(),
                                stream.path(),
                                stream.profileToken()))
                        .toList());
    }

    /** What the gateway has to know to reach a camera; empty while nothing that can be reached hangs at the point. */
    static Optional<CameraRoute> route(CameraEntry camera) {
        CameraSource source = camera.source().orElse(null);
        if (source == null) {
            return Optional.empty();
        }
        var rtsp = source.accessPath().of(Service.RTSP).orElse(null);
        InetAddress host = rtsp == null ? null : IpLiteral.parse(rtsp.host()).orElse(null);
        if (rtsp == null || host == null) {
            return Optional.empty();
        }
        var onvif = source.accessPath().of(Service.ONVIF).orElse(null);
        AccessPath path = new AccessPath(
                host,
                onvif == null
                        ? Map.of(CameraService.RTSP, rtsp.port())
                        : Map.of(CameraService.RTSP, rtsp.port(), CameraService.ONVIF, onvif.port()));
        Optional<org.sharpeyes.gateway.soap.ServiceAddress> service = onvif == null
                ? Optional.empty()
                : Optional.of(new org.sharpeyes.gateway.soap.ServiceAddress(
                        new InetSocketAddress(host, onvif.port()), onvif.path()));
        return Optional.of(new CameraRoute(
                camera.id(),
                source.device(),
                path,
                service,
                new InetSocketAddress(host, rtsp.port()),
                source.streams(),
                source.kind() == DeviceKind.NVR));
    }

    /** A camera and the way to it. */
    record CameraRoute(
            CameraId camera,
            org.sharpeyes.model.DeviceId device,
            AccessPath path,
            Optional<org.sharpeyes.gateway.soap.ServiceAddress> onvif,
            InetSocketAddress rtsp,
            List<StreamDescription> streams,
            boolean behindRecorder) {
        /** Where it may speak RTSP over HTTP: its web port if one is known, else whatever hides behind its RTSP port. */
        InetSocketAddress http() {
            return onvif.map(org.sharpeyes.gateway.soap.ServiceAddress::socket).orElse(rtsp);
        }

        Optional<StreamDescription> stream(StreamProfile profile) {
            return streams.stream().filter(each -> each.profile() == profile).findFirst();
        }

        ProbeTarget target() {
            return new ProbeTarget(
                    camera,
                    device,
                    onvif,
                    rtsp,
                    stream(StreamProfile.MAIN).map(StreamDescription::path).orElse("/"),
                    behindRecorder);
        }
    }
}
