package org.sharpeyes.server.live;

import java.util.List;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;

/**
 * Live video; bound from {@code live.*}.
 *
 * @param warm streams that are kept open although nobody watches, as {@code cameraId/main} or {@code cameraId/sub}
 * @param mostWarm how many streams may be kept open so by the API
 */
record LiveSettings(List<String> warm, int mostWarm) {
    LiveSettings {
        if (mostWarm < 0) {
            throw new IllegalArgumentException("live.most-warm: " + mostWarm + " (expected: at least 0)");
        }
        warm = warm == null ? List.of() : List.copyOf(warm);
        warm.forEach(LiveSettings::stream);
    }

    List<StreamKey> warmStreams() {
        return warm.stream().map(LiveSettings::stream).toList();
    }

    private static StreamKey stream(String text) {
        String[] parts = text.split("/", 2);
        try {
            return new StreamKey(CameraId.parse(parts[0]), StreamProfile.parse(parts.length < 2 ? "" : parts[1]));
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "live.warm: \"" + text + "\" (expected: a camera's id, a slash, main or sub)", unreadable);
        }
    }
}
