package org.sharpeyes.registry.device;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamProfile;

/**
 * One stream of a channel.
 *
 * @param codec {@code H264}, {@code H265}; empty if not known
 * @param width picture width in pixels; 0 if not known
 * @param path of the RTSP address behind host and port, with its leading slash and query; without user or password
 * @param profileToken token of the ONVIF media profile, if there is one
 */
public record StreamDescription(
        StreamProfile profile,
        String codec,
        int width,
        int height,
        String path,
        @Nullable String profileToken) {
    public StreamDescription {
        requireNonNull(profile, "profile");
        requireNonNull(codec, "codec");
        if (width < 0 || height < 0 || width > 65_535 || height > 65_535) {
            throw new IllegalArgumentException("size: " + width + "x" + height + " (expected: 0 to 65535 each)");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path: (expected: a leading slash)");
        }
    }
}
