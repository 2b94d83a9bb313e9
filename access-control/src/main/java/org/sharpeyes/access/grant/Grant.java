package org.sharpeyes.access.grant;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;

/**
 * What one user may see of the past.
 *
 * @param cameras exactly these points
 * @param window exactly these times; nothing is rounded outward
 * @param expiresAt from when on nothing is shown any more
 */
public record Grant(GrantId id, UserId user, Set<CameraId> cameras, TimeWindow window, Instant expiresAt) {
    public Grant {
        requireNonNull(id, "grant id");
        requireNonNull(user, "user");
        requireNonNull(window, "window");
        requireNonNull(expiresAt, "expires at");
        cameras = Set.copyOf(cameras);
        if (cameras.isEmpty()) {
            throw new IllegalArgumentException("cameras: none (expected: at least one)");
        }
    }

    boolean open(Instant now) {
        return now.isBefore(expiresAt);
    }
}
