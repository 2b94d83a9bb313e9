package org.sharpeyes.registry.calibration;

import static java.util.Objects.requireNonNull;

import org.sharpeyes.model.GeoPoint;

/**
 * Something that is seen in the picture and known on the map.
 *
 * @param x of the picture's width, 0 at the left to 1
 * @param y of the picture's height, 0 at the top to 1
 * @param height metres above the ground on which the camera stands; 0 for a mark on the ground
 */
public record Landmark(double x, double y, GeoPoint at, double height) {
    public Landmark {
        requireNonNull(at, "at");
        require("x", x, 0, 1);
        require("y", y, 0, 1);
        require("height", height, -50, 500);
    }

    private static void require(String field, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
