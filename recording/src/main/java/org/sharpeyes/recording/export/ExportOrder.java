package org.sharpeyes.recording.export;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;

/**
 * What somebody wants to take away.
 *
 * @param grant that opens it to {@code user}
 * @param window lies within the grant
 */
public record ExportOrder(
        UUID id,
        GrantId grant,
        UserId user,
        List<CameraId> cameras,
        StreamProfile profile,
        TimeWindow window,
        Instant at) {
    /** Most cameras times time of one export: its manifest names every second. */
    public static final Duration MOST_CAMERA_TIME = Duration.ofHours(96);

    public ExportOrder {
        requireNonNull(id, "id");
        requireNonNull(grant, "grant");
        requireNonNull(user, "user");
        requireNonNull(profile, "profile");
        requireNonNull(window, "window");
        requireNonNull(at, "at");
        cameras = cameras.stream().distinct().toList();
        if (cameras.isEmpty()) {
            throw new IllegalArgumentException("cameraIds: none (expected: at least one)");
        }
        Duration all = window.length().multipliedBy(cameras.size());
        if (all.compareTo(MOST_CAMERA_TIME) > 0) {
            throw new IllegalArgumentException(
                    "cameraIds, from, to: " + all + " of video (expected: at most " + MOST_CAMERA_TIME + ")");
        }
    }
}
