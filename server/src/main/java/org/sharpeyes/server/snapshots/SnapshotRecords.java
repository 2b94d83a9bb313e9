package org.sharpeyes.server.snapshots;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/**
 * Decides when a picture needs an access record of its own: a page of cards asks again every minute, and a register full
 * of that would hide what an auditor looks for. Thread-safe.
 */
final class SnapshotRecords {
    private static final int MOST = 50_000;

    private record Sight(UserId user, String session, CameraId camera) {}

    private final Duration every;
    private final InstantSource clock;
    /** Oldest first. */
    private final Map<Sight, Instant> recorded = new LinkedHashMap<>();

    SnapshotRecords(Duration every, InstantSource clock) {
        this.every = every;
        this.clock = clock;
    }

    /** Whether the last record of this is too old, or there is none. */
    synchronized boolean due(UserId user, String session, CameraId camera) {
        Instant last = recorded.get(new Sight(user, session, camera));
        return last == null || !last.plus(every).isAfter(clock.instant());
    }

    /** The record is written: until the time is over no other is needed. */
    synchronized void written(UserId user, String session, CameraId camera) {
        Sight sight = new Sight(user, session, camera);
        recorded.remove(sight);
        recorded.put(sight, clock.instant());
        if (recorded.size() > MOST) {
            recorded.remove(recorded.keySet().iterator().next());
        }
    }
}
