package org.sharpeyes.server.registry;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;

/** How cameras are, as the alarm engine says. Answers from memory; thread-safe. */
public interface CameraConditions {
    /** Empty while nothing is known of the camera. */
    Optional<Condition> of(CameraId camera);

    /**
     * @param since when it came into this state
     * @param because the evidence, in words
     * @param lastGood when the camera had last proved itself as it came into this state; {@code null} if never
     */
    record Condition(
            CameraState state,
            Instant since,
            String because,
            @Nullable Instant lastGood) {}
}
