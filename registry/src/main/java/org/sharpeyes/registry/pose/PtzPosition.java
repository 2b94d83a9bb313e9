package org.sharpeyes.registry.pose;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a PTZ camera looked from a moment on.
 *
 * @param azimuth degrees; {@code null} from when nobody knows
 * @param error degrees either way, of azimuth, tilt and angle
 */
public record PtzPosition(
        Instant at,
        @Nullable Double azimuth,
        @Nullable Double tilt,
        @Nullable Double horizontalAngle,
        double error) {
    public PtzPosition {
        requireNonNull(at, "at");
        new Preset("position", azimuth, tilt, horizontalAngle);
        if (!(error >= 0 && error <= 180)) {
            throw new IllegalArgumentException("error: " + error + " (expected: 0 to 180 degrees)");
        }
    }

    /** The pose while it looked there; {@code unknown} itself while nobody knows. */
    public Pose of(Pose pose) {
        return azimuth == null
                ? pose
                : pose.looking(reading(azimuth), tilt == null ? null : reading(tilt), angle(pose));
    }

    private @Nullable Reading angle(Pose pose) {
        return horizontalAngle == null ? pose.horizontalAngle() : reading(horizontalAngle);
    }

    private Reading reading(double value) {
        return new Reading(value, ReadingSource.STATED, error, null);
    }
}
