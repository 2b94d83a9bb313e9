package org.sharpeyes.registry.pose;

import org.jspecify.annotations.Nullable;

/** A place that a PTZ camera can be sent to. Degrees; {@code null} is unknown. */
public record Preset(
        String name,
        @Nullable Double azimuth,
        @Nullable Double tilt,
        @Nullable Double horizontalAngle) {
    public Preset {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("name: " + name.length() + " characters (expected: 1 to 100)");
        }
        require("azimuth", azimuth, 0, Math.nextDown(360.0));
        require("tilt", tilt, -90, 90);
        require("horizontal angle", horizontalAngle, 0.1, 360);
    }

    private static void require(String field, @Nullable Double value, double least, double most) {
        if (value != null && !(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    field + ": " + value + " (expected: " + least + " to " + most + " degrees)");
        }
    }
}
