package org.sharpeyes.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.sharpeyes.model.CameraId;

/**
 * A point that may be seen by grid workers and residents.
 *
 * @param decision number of the decision that opened it
 * @param expiresAt when it closes again by itself
 * @param maskChecked whether a person has checked that private places are masked
 */
public record OpenedPoint(CameraId camera, String decision, Instant expiresAt, boolean maskChecked) {
    public OpenedPoint {
        requireNonNull(camera, "camera");
        requireNonNull(expiresAt, "expires at");
        if (decision.isBlank()) {
            throw new IllegalArgumentException("decision: empty (expected: the number of the decision)");
        }
    }

    boolean open(Instant now) {
        return maskChecked && now.isBefore(expiresAt);
    }
}
