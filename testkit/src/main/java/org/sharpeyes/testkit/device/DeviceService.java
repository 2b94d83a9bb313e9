package org.sharpeyes.testkit.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sharpeyes.onvif.device.GetCapabilities;
import org.sharpeyes.onvif.device.GetDeviceInformation;
import org.sharpeyes.onvif.device.GetNetworkInterfaces;
import org.sharpeyes.onvif.device.GetNtp;
import org.sharpeyes.onvif.device.GetScopes;
import org.sharpeyes.onvif.device.GetServices;
import org.sharpeyes.onvif.device.GetSystemDateAndTime;
import org.sharpeyes.onvif.device.NetworkHost;
import org.sharpeyes.onvif.device.SetNtp;
import org.sharpeyes.onvif.device.SetSystemDateAndTime;
import org.sharpeyes.onvif.device.SystemReboot;
import org.sharpeyes.onvif.discovery.AnnouncedDevice;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.SoapFault;
import org.sharpeyes.testkit.fleet.ChannelPlan;
import org.sharpeyes.testkit.fleet.DeviceModel;
import org.sharpeyes.testkit.fleet.DevicePlan;

/** The Device service: who the device is, its clock and where its other services are. Confined to the device's loop. */
final class DeviceService {
    private final DeviceState state;
    private final OnvifFace.Hooks hooks;
    private List<NetworkHost> ntpServers = List.of(new NetworkHost("IPv4", "127.0.0.1"));

    DeviceService(DeviceState state, OnvifFace.Hooks hooks) {
        this.state = state;
        this.hooks = hooks;
    }

    void register(Operations operations) {
        DevicePlan plan = state.plan();
        operations.on(
                GetSystemDateAndTime.OPERATION,
                request -> new GetSystemDateAndTime.Answer(true, false, "CST-8", state.ownTime()));
        operations.onReply(SetSystemDateAndTime.OPERATION, (request, target) -> {
            if (request.ntp()) {
                state.setClockByNtp();
            } else if (request.utc() != null) {
                state.setClock(request.utc());
            } else {
                return Operations.fault(SoapFault.sender("no UTCDateTime", "InvalidArgVal", "InvalidDateTime"));
            }
            return Operations.ok(SetSystemDateAndTime.OPERATION, new Nothing());
        });
        operations.on(
                GetDeviceInformation.OPERATION,
                request -> new GetDeviceInformation.Answer(
                        plan.model().manufacturer(),
                        plan.model().model(),
                        plan.model().firmware(),
                        plan.serial(),
                        plan.mac().replace(":", "")));
        operations.on(
                GetNetworkInterfaces.OPERATION,
                request -> new GetNetworkInterfaces.Answer(List.of(new GetNetworkInterfaces.Interface(
                        "eth0", true, "eth0", plan.mac(), state.announcedHost(), 24))));
        operations.on(GetScopes.OPERATION, request -> new GetScopes.Answer(scopes()));
        operations.on(GetNtp.OPERATION, request -> new GetNtp.Answer(false, ntpServers));
        operations.on(SetNtp.OPERATION, request -> {
            ntpServers = request.fromDhcp() ? ntpServers : request.servers();
            return new Nothing();
        });
        operations.on(GetCapabilities.OPERATION, request -> {
            Map<String, String> addresses = new HashMap<>();
            services().forEach(service -> addresses.put(service.namespace(), service.address()));
            return new GetCapabilities.Answer(addresses);
        });
        operations.on(GetServices.OPERATION, request -> new GetServices.Answer(services()));
        operations.onReply(SystemReboot.OPERATION, (request, target) -> {
            hooks.reboot();
            return Operations.ok(SystemReboot.OPERATION, new SystemReboot.Answer("Rebooting in 1 second"));
        });
    }

    private List<GetServices.Service> services() {
        String base = base();
        List<GetServices.Service> services = new ArrayList<>();
        services.add(new GetServices.Service(Namespaces.DEVICE, base + "/onvif/device_service", 2, 60));
        services.add(new GetServices.Service(Namespaces.MEDIA, base + "/onvif/media_service", 2, 60));
        if (state.plan().model().media2()) {
            services.add(new GetServices.Service(Namespaces.MEDIA2, base + "/onvif/media2_service", 2, 60));
        }
        services.add(new GetServices.Service(Namespaces.EVENTS, base + "/onvif/event_service", 2, 60));
        if (state.plan().channels().stream().anyMatch(ChannelPlan::pointsAndZooms)) {
            services.add(new GetServices.Service(Namespaces.PTZ, base + "/onvif/ptz_service", 2, 60));
        }
        return services;
    }

    /** A device behind mapped ports knows nothing of them: it announces what it listens on itself. */
    String base() {
        int port = state.plan().innerAddress().isPresent() ? 80 : hooks.onvifPort();
        return "http://" + state.announcedHost() + (port == 80 ? "" : ":" + port);
    }

    private List<String> scopes() {
        String root = "onvif://www.onvif.org/";
        DevicePlan plan = state.plan();
        List<String> scopes = new ArrayList<>(List.of(
                root + "type/video_encoder",
                root + "Profile/Streaming",
                root + "name/" + (plan.model().manufacturer() + " " + plan.name()).replace(" ", "%20"),
                root + "hardware/" + plan.model().model(),
                root + "location/country/china"));
        if (plan.model().media2()) {
            scopes.add(root + "Profile/T");
        }
        if (plan.channels().stream().anyMatch(ChannelPlan::pointsAndZooms)) {
            scopes.add(root + "type/ptz");
        }
        if (plan.kind() == DevicePlan.Kind.NVR) {
            scopes.add(root + "type/Network_Video_Recorder");
        }
        return scopes;
    }

    /** What the device says of itself in discovery. */
    AnnouncedDevice announcement() {
        DevicePlan plan = state.plan();
        String prefix = plan.model().uuidForm() == DeviceModel.UuidForm.UUID ? "uuid:" : "urn:uuid:";
        // The router in front of mapped ports is assumed to proxy discovery, and then it names its own side.
        String host = state.ailment().announcedHost().orElse(plan.address());
        String port = hooks.onvifPort() == 80 ? "" : ":" + hooks.onvifPort();
        return new AnnouncedDevice(
                prefix + plan.endpoint(),
                List.of("NetworkVideoTransmitter", "Device"),
                scopes(),
                List.of("http://" + host + port + "/onvif/device_service"),
                10);
    }
}
