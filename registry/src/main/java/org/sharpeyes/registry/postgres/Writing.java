package org.sharpeyes.registry.postgres;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.PointId;

/** One command under way: its transaction, its entry in the change log, its times, and what it touches. */
final class Writing {
    private final Handle handle;
    private final long change;
    private final Instant recordedAt;
    private final Instant validFrom;
    private final @Nullable Instant validTo;
    private final Set<CameraId> touched = new HashSet<>();
    private final @Nullable Long basis;
    private boolean touchedAll;
    private boolean touchedObstacles;

    Writing(
            Handle handle,
            long change,
            Instant recordedAt,
            Instant validFrom,
            @Nullable Instant validTo,
            @Nullable Long basis) {
        this.handle = handle;
        this.change = change;
        this.recordedAt = recordedAt;
        this.validFrom = validFrom;
        this.validTo = validTo;
        this.basis = basis;
    }

    Handle handle() {
        return handle;
    }

    long change() {
        return change;
    }

    Instant recordedAt() {
        return recordedAt;
    }

    Instant validFrom() {
        return validFrom;
    }

    @Nullable
    Instant validTo() {
        return validTo;
    }

    /** The version that the author had before him; {@code null} if he does not care. */
    @Nullable
    Long basis() {
        return basis;
    }

    void touch(PointId point) {
        touched.add(CameraId.of(point));
    }

    /** More than some cameras: areas, dependencies. */
    void touchAll() {
        touchedAll = true;
    }

    void touchObstacles() {
        touchedObstacles = true;
    }

    boolean touchedObstacles() {
        return touchedObstacles;
    }

    Set<CameraId> touched() {
        return touched;
    }

    boolean touchedAll() {
        return touchedAll;
    }
}
