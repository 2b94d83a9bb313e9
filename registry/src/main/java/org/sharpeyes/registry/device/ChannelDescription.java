package org.sharpeyes.registry.device;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One video source of a device.
 *
 * @param number input number, from 1; what a channel is known by
 * @param sourceToken token of the ONVIF video source; matched anew when the device changes it
 */
public record ChannelDescription(
        int number, String name, @Nullable String sourceToken, List<StreamDescription> streams) {
    public static final int MAX_NUMBER = 1024;

    public ChannelDescription {
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("channel number: " + number + " (expected: 1 to " + MAX_NUMBER + ")");
        }
        requireNonNull(name, "name");
        streams = List.copyOf(streams);
        if (streams.stream().map(StreamDescription::profile).distinct().count() != streams.size()) {
            throw new IllegalArgumentException("streams: a profile twice (expected: each once)");
        }
    }
}
