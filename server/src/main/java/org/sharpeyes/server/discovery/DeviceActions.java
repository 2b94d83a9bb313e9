package org.sharpeyes.server.discovery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.credential.UnsealException;
import org.sharpeyes.gateway.credential.Vault;
import org.sharpeyes.gateway.soap.DeviceClock;
import org.sharpeyes.gateway.soap.OnvifDevice;
import org.sharpeyes.gateway.soap.OnvifFailedException;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.onvif.device.NetworkHost;
import org.sharpeyes.onvif.device.SetNtp;
import org.sharpeyes.onvif.device.SetSystemDateAndTime;
import org.sharpeyes.onvif.device.SystemReboot;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.registry.postgres.Registry;

/** What a technician does to a device by ONVIF. Blocks for the device; thread-safe. */
public final class DeviceActions {
    private final Registry registry;
    private final AllowedNetworks allowed;
    private final Vault vault;
    private final OnvifDevice.Means onvif;
    private final InstantSource clock;

    DeviceActions(
            Registry registry, AllowedNetworks allowed, Vault vault, OnvifDevice.Means onvif, InstantSource clock) {
        this.registry = registry;
        this.allowed = allowed;
        this.vault = vault;
        this.onvif = onvif;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** @param detail the device's own words; may be empty */
        record Done(String detail, String before, String after) implements Outcome {}

        record Failed(String reason) implements Outcome {}
    }

    /** One thing asked of a device. */
    private interface Action {
        Outcome run(OnvifDevice device) throws OnvifFailedException, InterruptedException;
    }

    public Outcome reboot(CameraId camera) throws InterruptedException {
        return with(
                camera,
                device -> new Outcome.Done(
                        device.call(SystemReboot.OPERATION, new Nothing()).message(), "", ""));
    }

    /** Sets our time; the zone stays as it is. */
    public Outcome setTime(CameraId camera) throws InterruptedException {
        return with(camera, device -> {
            DeviceClock before = device.readClock();
            Instant now = clock.instant();
            device.call(SetSystemDateAndTime.OPERATION, new SetSystemDateAndTime.Request(false, false, "", now));
            return new Outcome.Done("", words(before), words(device.readClock()));
        });
    }

    /** Lets the device take its time from a server. */
    public Outcome setNtp(CameraId camera, String server) throws InterruptedException {
        NetworkHost host = new NetworkHost(
                IpLiteral.parse(server).isPresent() ? server.contains(":") ? "IPv6" : "IPv4" : "DNS", server);
        return with(camera, device -> {
            DeviceClock before = device.readClock();
            device.call(SetNtp.OPERATION, new SetNtp.Request(false, List.of(host)));
            device.call(SetSystemDateAndTime.OPERATION, new SetSystemDateAndTime.Request(true, false, "", null));
            return new Outcome.Done("", words(before), words(device.readClock()));
        });
    }

    private static String words(DeviceClock clock) {
        return clock.words() + (clock.ntp() ? ", set by NTP" : ", set by hand");
    }

    private Outcome with(CameraId camera, Action action) throws InterruptedException {
        RegistryCameras.CameraRoute route = registry.directory()
                .camera(camera)
                .flatMap(RegistryCameras::route)
                .orElse(null);
        if (route == null || route.onvif().isEmpty()) {
            return new Outcome.Failed("it has no ONVIF service: set it on the device itself");
        }
        if (!allowed.allows(route.onvif().get().socket().getAddress())) {
            return new Outcome.Failed("its address is not in the networks allowed for cameras");
        }
        try {
            Optional<Credentials> login = vault.of(route.device(), CameraService.ONVIF);
            OnvifDevice device = new OnvifDevice(route.device(), route.onvif().get(), login.orElse(null), onvif);
            return action.run(device);
        } catch (UnsealException | OnvifFailedException failed) {
            return new Outcome.Failed(String.valueOf(failed.getMessage()));
        }
    }
}
