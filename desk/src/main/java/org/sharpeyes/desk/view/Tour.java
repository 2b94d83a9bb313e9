package org.sharpeyes.desk.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.sharpeyes.desk.Words;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/**
 * A round through cameras: so many tiles at once, so long each.
 *
 * @param tiles 1 to 64 at once
 * @param dwell 5 s to 10 min before the next ones
 * @param cameras 1 to 2,000
 */
public record Tour(
        UUID id,
        UserId owner,
        String ownerName,
        String name,
        boolean shared,
        int tiles,
        Duration dwell,
        Order order,
        List<CameraId> cameras,
        int version,
        Instant changedAt) {
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST_CAMERAS = 2_000;

    /** Which camera comes next. */
    public enum Order {
        AS_LISTED,
        /** Those with trouble and those not looked at for longest first. */
        RISK
    }

    public Tour {
        name = Words.checked("name", name, 1, 80);
        cameras = List.copyOf(cameras);
        if (tiles < 1 || tiles > WallLayout.MOST_CELLS) {
            throw new IllegalArgumentException("tiles: " + tiles + " (expected: 1 to " + WallLayout.MOST_CELLS + ")");
        }
        if (dwell.compareTo(SHORTEST) < 0 || dwell.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "dwellSeconds: " + dwell.toSeconds() + " (expected: 5 to " + LONGEST.toSeconds() + ")");
        }
        if (cameras.isEmpty() || cameras.size() > MOST_CAMERAS) {
            throw new IllegalArgumentException("cameras: " + cameras.size() + " (expected: 1 to " + MOST_CAMERAS + ")");
        }
    }

    public boolean seenBy(UserId reader) {
        return shared || owner.equals(reader);
    }
}
