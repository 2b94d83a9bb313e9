package org.sharpeyes.gateway.soap;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.RefusedAddressException;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.onvif.device.GetCapabilities;
import org.sharpeyes.onvif.media.GetProfiles;
import org.sharpeyes.onvif.media.ProfileRequest;
import org.sharpeyes.onvif.ptz.ContinuousMove;
import org.sharpeyes.onvif.ptz.GetPresets;
import org.sharpeyes.onvif.ptz.GetStatus;
import org.sharpeyes.onvif.ptz.GotoPreset;
import org.sharpeyes.onvif.ptz.PtzVector;
import org.sharpeyes.onvif.ptz.Stop;
import org.sharpeyes.onvif.soap.Addressing;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;

/**
 * Moves cameras (ONVIF PTZ). Remembers where the service of the newest {@value #MOST_REMEMBERED} channels is. Thread-safe;
 * blocks.
 */
public final class PtzDrives {
    private static final int MOST_REMEMBERED = 2_000;

    private final OnvifDevice.Means means;
    private final Map<Drive, Known> known = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * The drive of one channel.
     *
     * @param profile media profile of the channel
     */
    public record Drive(
            DeviceId device,
            AccessPath path,
            ServiceAddress deviceService,
            Optional<Credentials> login,
            String profile) {}

    private record Known(OnvifDevice device, ServiceAddress ptz) {}

    public PtzDrives(OnvifDevice.Means means) {
        this.means = means;
    }

    /**
     * Moves on until {@link #stop} or until the time is over.
     *
     * @param speed each axis −1 to 1
     * @throws OnvifFailedException of kind NOT_SUPPORTED if the channel does not move
     */
    public void move(Drive drive, PtzVector speed, Duration atMost) throws OnvifFailedException, InterruptedException {
        call(drive, ContinuousMove.OPERATION, new ContinuousMove.Request(drive.profile(), speed, atMost));
    }

    public void stop(Drive drive) throws OnvifFailedException, InterruptedException {
        call(drive, Stop.OPERATION, new Stop.Request(drive.profile(), true, true));
    }

    public void goTo(Drive drive, String preset) throws OnvifFailedException, InterruptedException {
        call(drive, GotoPreset.OPERATION, new GotoPreset.Request(drive.profile(), preset));
    }

    public List<GetPresets.Preset> presets(Drive drive) throws OnvifFailedException, InterruptedException {
        return call(drive, GetPresets.OPERATION, new ProfileRequest(drive.profile()))
                .presets();
    }

    public GetStatus.Answer status(Drive drive) throws OnvifFailedException, InterruptedException {
        return call(drive, GetStatus.OPERATION, new ProfileRequest(drive.profile()));
    }

    private <Q extends SoapBody, A extends SoapBody> A call(Drive drive, Operation<Q, A> operation, Q request)
            throws OnvifFailedException, InterruptedException {
        Known service = known(drive);
        return service.device().call(service.ptz(), operation, request, Addressing.NONE);
    }

    private Known known(Drive drive) throws OnvifFailedException, InterruptedException {
        synchronized (known) {
            Known found = known.get(drive);
            if (found != null) {
                return found;
            }
        }
        OnvifDevice device = new OnvifDevice(
                drive.device(), drive.deviceService(), drive.login().orElse(null), means);
        Map<String, String> services = device.call(GetCapabilities.OPERATION, GetCapabilities.Request.ALL)
                .addresses();
        try {
            ServiceAddress media = announced(drive, services.get(Namespaces.MEDIA), "media");
            ServiceAddress ptz = announced(drive, services.get(Namespaces.PTZ), "PTZ");
            boolean moves =
                    device.call(media, GetProfiles.OPERATION, new Nothing(), Addressing.NONE).profiles().stream()
                            .anyMatch(profile -> profile.token().equals(drive.profile()) && profile.ptzNode() != null);
            if (!moves) {
                throw notSupported(drive, "its profile " + drive.profile() + " has no PTZ node");
            }
            Known made = new Known(device, ptz);
            synchronized (known) {
                known.put(drive, made);
                if (known.size() > MOST_REMEMBERED) {
                    known.remove(known.keySet().iterator().next());
                }
            }
            return made;
        } catch (RefusedAddressException e) {
            throw new OnvifFailedException(OnvifFailedException.Kind.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    private static ServiceAddress announced(Drive drive, @Nullable String address, String what)
            throws OnvifFailedException, RefusedAddressException {
        if (address == null) {
            throw notSupported(drive, "no " + what + " service");
        }
        return ServiceAddress.announced(address, drive.path());
    }

    private static OnvifFailedException notSupported(Drive drive, String why) {
        return new OnvifFailedException(OnvifFailedException.Kind.NOT_SUPPORTED, drive.deviceService() + ": " + why);
    }
}
