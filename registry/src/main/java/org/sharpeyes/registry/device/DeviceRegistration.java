package org.sharpeyes.registry.device;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What a registration found out about a device and all its channels. Holds no password. */
public record DeviceRegistration(DeviceDescription device, AccessPath accessPath, List<ChannelDescription> channels) {
    public DeviceRegistration {
        requireNonNull(device, "device");
        requireNonNull(accessPath, "access path");
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("channels: 0 (expected: at least 1)");
        }
        if (channels.stream().map(ChannelDescription::number).distinct().count() != channels.size()) {
            throw new IllegalArgumentException("channels: a number twice (expected: each once)");
        }
    }
}
