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
 * @param reach how far it is of use by day, metres along the ground
 * @param nightReach how far it is of use at night, metres along the ground
 * @param pictureWidth pixels
 * @param pan how far a PTZ camera may turn; {@code null} for one that is fixed. Azimuth, tilt and angle are then its home's
 */
public record Pose(
        @Nullable Position position,
        @Nullable Reading height,
        @Nullable Reading azimuth,
        @Nullable Reading tilt,
        @Nullable Reading horizontalAngle,
        @Nullable Reading verticalAngle,
        @Nullable Reading reach,
        @Nullable Reading nightReach,
        @Nullable Reading pictureWidth,
        @Nullable PanRange pan) {
    private static final Pose UNKNOWN = new Pose(null, null, null, null, null, null, null);

    public Pose {
        require("height", height, 0, 500);
        require("azimuth", azimuth, 0, Math.nextDown(360.0));
        require("tilt", tilt, -90, 90);
        require("horizontal angle", horizontalAngle, 0.1, 360);
        require("vertical angle", verticalAngle, 0.1, 180);
        require("reach", reach, 0.1, 20_000);
        require("night reach", nightReach, 0.1, 20_000);
        require("picture width", pictureWidth, 1, 65_535);
    }

    /** Of a fixed camera, without what only night and purposes ask for. */
    public Pose(
            @Nullable Position position,
            @Nullable Reading height,
            @Nullable Reading azimuth,
            @Nullable Reading tilt,
            @Nullable Reading horizontalAngle,
            @Nullable Reading verticalAngle,
            @Nullable Reading reach) {
        this(position, height, azimuth, tilt, horizontalAngle, verticalAngle, reach, null, null, null);
    }

    public static Pose unknown() {
        return UNKNOWN;
    }

    public Pose withPosition(@Nullable Position newPosition) {
        return new Pose(
                newPosition,
                height,
                azimuth,
                tilt,
                horizontalAngle,
                verticalAngle,
                reach,
                nightReach,
                pictureWidth,
                pan);
    }

    public Pose withAzimuth(@Nullable Reading newAzimuth) {
        return new Pose(
                position,
                height,
                newAzimuth,
                tilt,
                horizontalAngle,
                verticalAngle,
                reach,
                nightReach,
                pictureWidth,
                pan);
    }

    public Pose withTilt(@Nullable Reading newTilt) {
        return new Pose(
                position,
                height,
                azimuth,
                newTilt,
                horizontalAngle,
                verticalAngle,
                reach,
                nightReach,
                pictureWidth,
                pan);
    }

    public Pose withReach(@Nullable Reading newReach) {
        return new Pose(
                position,
                height,
                azimuth,
                tilt,
                horizontalAngle,
                verticalAngle,
                newReach,
                nightReach,
                pictureWidth,
                pan);
    }

    public Pose withPictureWidth(@Nullable Reading newWidth) {
        return new Pose(
                position, height, azimuth, tilt, horizontalAngle, verticalAngle, reach, nightReach, newWidth, pan);
    }

    /** What a PTZ camera covered while it looked there: the pose of a fixed camera. {@code null} values stay unknown. */
    public Pose looking(@Nullable Reading newAzimuth, @Nullable Reading newTilt, @Nullable Reading newAngle) {
        return new Pose(position, height, newAzimuth, newTilt, newAngle, null, reach, nightReach, pictureWidth, null);
    }

    private static void require(String field, @Nullable Reading reading, double least, double most) {
        if (reading != null && !(reading.value() >= least && reading.value() <= most)) {
            throw new IllegalArgumentException(
                    field + ": " + reading.value() + " (expected: " + least + " to " + most + ")");
        }
    }
}
