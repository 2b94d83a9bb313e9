package org.sharpeyes.registry.device;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.DeviceId;

/**
 * What became of a registration.
 *
 * @param known whether the device was registered before
 */
public record RegisteredDevice(DeviceId device, boolean known, List<Placed> channels) {
    public RegisteredDevice {
        channels = List.copyOf(channels);
    }

    /** The cameras that the device's channels are now. */
    public List<CameraId> cameras() {
        return channels.stream()
                .map(Placed::camera)
                .flatMap(java.util.stream.Stream::ofNullable)
                .toList();
    }

    /**
     * One channel and where it hangs.
     *
     * @param camera {@code null} while it hangs nowhere
     */
    public record Placed(
            ChannelId channel, int number, @Nullable CameraId camera, How how) {}

    /** Why a channel hangs where it does. */
    public enum How {
        STAYED,
        ASKED,
        INVENTORY,
        NEW_POINT,
        UNINSTALLED
    }
}
