package org.sharpeyes.server.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.credential.UnsealException;
import org.sharpeyes.gateway.credential.Vault;
import org.sharpeyes.gateway.soap.OnvifFailedException;
import org.sharpeyes.gateway.soap.PtzDrives;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.onvif.ptz.PtzVector;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.discovery.RegistryCameras.CameraRoute;
import org.sharpeyes.server.http.ApiProblem;

/**
 * Moves cameras by their id: route from the registry, password from the vault, words from ONVIF. Who may is decided before.
 * Thread-safe; blocks.
 */
public final class CameraDrives {
    private final Registry registry;
    private final AllowedNetworks allowed;
    private final Vault vault;
    private final PtzDrives drives;

    CameraDrives(Registry registry, AllowedNetworks allowed, Vault vault, PtzDrives drives) {
        this.registry = registry;
        this.allowed = allowed;
        this.vault = vault;
        this.drives = drives;
    }

    /** A stored position. */
    public record Preset(
            String token, String name, @Nullable PtzVector position) {}

    /** What one order needs of the device. */
    private interface Order<T> {
        T on(PtzDrives.Drive drive) throws OnvifFailedException, InterruptedException;
    }

    /** @throws ApiProblem as all of these: conflict if the camera does not move, camera-unreachable if it does not answer */
    public void move(CameraId camera, PtzVector speed, Duration atMost) {
        order(camera, drive -> {
            drives.move(drive, speed, atMost);
            return true;
        });
    }

    public void stop(CameraId camera) {
        order(camera, drive -> {
            drives.stop(drive);
            return true;
        });
    }

    public void goTo(CameraId camera, String preset) {
        order(camera, drive -> {
            drives.goTo(drive, preset);
            return true;
        });
    }

    public List<Preset> presets(CameraId camera) {
        return order(camera, drive -> drives.presets(drive).stream()
                .map(preset -> new Preset(preset.token(), preset.name(), preset.position()))
                .toList());
    }

    /** Empty if the camera does not tell where it looks. */
    public Optional<PtzVector> position(CameraId camera) {
        return order(camera, drive -> Optional.ofNullable(drives.status(drive).position()));
    }

    /** Whether the camera moves at all; {@code false} also for one without ONVIF. */
    public boolean moves(CameraId camera) {
        try {
            presets(camera);
            return true;
        } catch (ApiProblem problem) {
            if (problem.type() == ApiProblem.Type.CONFLICT) {
                return false;
            }
            throw problem;
        }
    }

    private <T> T order(CameraId camera, Order<T> order) {
        CameraRoute route = registry.directory()
                .camera(camera)
                .flatMap(RegistryCameras::route)
                .orElseThrow(() -> ApiProblem.conflict("no camera hangs at this point"));
        String profile = route.stream(StreamProfile.MAIN)
                .or(() -> route.stream(StreamProfile.SUB))
                .map(stream -> stream.profileToken())
                .orElse(null);
        if (route.onvif().isEmpty() || profile == null) {
            throw ApiProblem.conflict("the camera speaks no ONVIF and cannot be moved");
        }
        if (!allowed.allows(route.rtsp().getAddress())) {
            throw ApiProblem.conflict("the camera's address is not in the networks allowed for cameras");
        }
        try {
            return order.on(new PtzDrives.Drive(
                    route.device(),
                    route.path(),
                    route.onvif().get(),
                    vault.of(route.device(), CameraService.ONVIF),
                    profile));
        } catch (OnvifFailedException failed) {
            if (failed.kind() == OnvifFailedException.Kind.NOT_SUPPORTED) {
                throw ApiProblem.conflict("the camera cannot be moved");
            }
            throw ApiProblem.of(ApiProblem.Type.CAMERA_UNREACHABLE, String.valueOf(failed.getMessage()));
        } catch (UnsealException sealed) {
            throw ApiProblem.of(ApiProblem.Type.CAMERA_UNREACHABLE, String.valueOf(sealed.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, "The server stops", 5);
        }
    }
}
