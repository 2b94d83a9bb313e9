package org.sharpeyes.desk.ptz;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.sharpeyes.model.UserId;

/**
 * The right of one person to move one camera.
 *
 * @param rank the higher takes it from the lower
 * @param until when it ends unless prolonged
 */
public record PtzLease(UserId holder, String name, int rank, Instant until) {
    public PtzLease {
        requireNonNull(holder, "holder");
        requireNonNull(name, "name");
        requireNonNull(until, "until");
    }

    PtzLease prolonged(Instant end) {
        return new PtzLease(holder, name, rank, end);
    }
}
