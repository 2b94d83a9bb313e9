package org.sharpeyes.server.recording;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;

/**
 * What somebody asked to play, by the id that stands in its addresses. Its access records are written.
 *
 * @param grant under which; {@code null} for an account that needs none
 */
record PlaybackOrder(
        String id,
        UserId user,
        @Nullable GrantId grant,
        List<CameraId> cameras,
        StreamProfile profile,
        TimeWindow window,
        String purpose,
        Instant expiresAt) {
    PlaybackOrder {
        requireNonNull(id, "id");
        requireNonNull(user, "user");
        requireNonNull(profile, "profile");
        requireNonNull(window, "window");
        requireNonNull(purpose, "purpose");
        requireNonNull(expiresAt, "expires at");
        cameras = List.copyOf(cameras);
    }
}
