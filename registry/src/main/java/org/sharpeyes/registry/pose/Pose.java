package org.sharpeyes.registry.pose;

import org.jspecify.annotations.Nullable;

/**
 * Where a camera stands and looks. {@code null} is <em>unknown</em>, which is the usual case and never an error.
 *
 * @param height of the lens above ground, metres
 * @param azimuth of the optical axis, degrees clockwise from true north, 0 to below 360
 * @param tilt of the optical axis below the horizon, degrees
 * @param horizontalAngle of view, degrees, up to 360
 * @param verticalAngle of view, degrees
 * @param reach how far it is of use, metres along the ground
 */
public record Pose(
        @Nullable Position position,
        @Nullable Reading height,
        @Nullable Reading azimuth,
        @Nullable Reading tilt,
        @Nullable Reading horizontalAngle,
        @Nullable Reading verticalAngle,
        @Nullable Reading reach) {
    private static final Pose UNKNOWN = new Pose(null, null, null, null, null, null, null);

    public Pose {
        require("height", height, 0, 500);
        require("azimuth", azimuth, 0, Math.nextDown(360.0));
        require("tilt", tilt, -90, 90);
        require("horizontal angle", horizontalAngle, 0.1, 360);
        require("vertical angle", verticalAngle, 0.1, 180);
        require("reach", reach, 0.1, 20_000);
    }

    public static Pose unknown() {
        return UNKNOWN;
    }

    public Pose withPosition(@Nullable Position newPosition) {
        return new Pose(newPosition, height, azimuth, tilt, horizontalAngle, verticalAngle, reach);
    }

    public Pose withAzimuth(@Nullable Reading newAzimuth) {
        return new Pose(position, height, newAzimuth, tilt, horizontalAngle, verticalAngle, reach);
    }

    public Pose withTilt(@Nullable Reading newTilt) {
        return new Pose(position, height, azimuth, newTilt, horizontalAngle, verticalAngle, reach);
    }

    private static void require(String field, @Nullable Reading reading, double least, double most) {
        if (reading != null && !(reading.value() >= least && reading.value() <= most)) {
            throw new IllegalArgumentException(
                    field + ": " + reading.value() + " (expected: " + least + " to " + most + ")");
        }
    }
}
