package org.sharpeyes.gateway.soap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.RefusedAddressException;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.onvif.device.GetCapabilities;
import org.sharpeyes.onvif.media.ProfileRequest;
import org.sharpeyes.onvif.media.SetSynchronizationPoint;
import org.sharpeyes.onvif.soap.Addressing;
import org.sharpeyes.onvif.soap.Namespaces;

/**
 * Asks cameras for key frames (ONVIF SetSynchronizationPoint). Remembers where the media service of the newest
 * {@value #MOST_REMEMBERED} devices is. Thread-safe; blocks.
 */
public final class KeyFrames {
    private static final int MOST_REMEMBERED = 2_000;

    private final OnvifDevice.Means means;

    private record Known(OnvifDevice device, ServiceAddress media, Optional<Credentials> login) {}

    private final Map<DeviceId, Known> known = new LinkedHashMap<>(64, 0.75f, true);

    public KeyFrames(OnvifDevice.Means means) {
        this.means = means;
    }

    /** @throws OnvifFailedException if the device cannot or does not */
    public void ask(
            DeviceId device, AccessPath path, ServiceAddress deviceService, Optional<Credentials> login, String profile)
            throws OnvifFailedException, InterruptedException {
        Known service = known(device, path, deviceService, login);
        service.device()
                .call(service.media(), SetSynchronizationPoint.OPERATION, new ProfileRequest(profile), Addressing.NONE);
    }

    private Known known(DeviceId device, AccessPath path, ServiceAddress deviceService, Optional<Credentials> login)
            throws OnvifFailedException, InterruptedException {
        synchronized (known) {
            Known found = known.get(device);
            if (found != null
                    && found.device().deviceService().equals(deviceService)
                    && found.login().equals(login)) {
                return found;
            }
        }
        OnvifDevice fresh = new OnvifDevice(device, deviceService, login.orElse(null), means);
        String announced = fresh.call(GetCapabilities.OPERATION, GetCapabilities.Request.ALL)
                .addresses()
                .get(Namespaces.MEDIA);
        if (announced == null) {
            throw new OnvifFailedException(
                    OnvifFailedException.Kind.NOT_SUPPORTED, deviceService + ": no media service of version 10");
        }
        try {
            Known made = new Known(fresh, ServiceAddress.announced(announced, path), login);
            synchronized (known) {
                known.put(device, made);
                if (known.size() > MOST_REMEMBERED) {
                    known.remove(known.keySet().iterator().next());
                }
            }
            return made;
        } catch (RefusedAddressException e) {
            throw new OnvifFailedException(OnvifFailedException.Kind.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }
}
