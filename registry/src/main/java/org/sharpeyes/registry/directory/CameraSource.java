package org.sharpeyes.registry.directory;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.ChannelId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.registry.device.AccessPath;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.StreamDescription;

/**
 * One way to a camera's picture: a channel of a device and how to reach it. Immutable.
 *
 * @param rank the lower is tried first; 0 is the installed channel itself
 */
public record CameraSource(
        DeviceId device,
        DeviceKind kind,
        @Nullable String serial,
        String manufacturer,
        String model,
        AccessPath accessPath,
        ChannelId channel,
        int channelNumber,
        @Nullable String sourceToken,
        List<StreamDescription> streams,
        int rank) {
    public CameraSource {
        streams = List.copyOf(streams);
    }

    public Optional<StreamDescription> stream(StreamProfile profile) {
        return streams.stream().filter(s -> s.profile() == profile).findFirst();
    }
}
