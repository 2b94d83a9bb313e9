package org.sharpeyes.alarm.figures;

import org.sharpeyes.model.CameraId;

/**
 * How long a camera was what in a period. Planned work and time in which nothing was known count to neither.
 *
 * @param upSeconds in state UP
 * @param downSeconds in state DOWN
 * @param faultSeconds of {@code upSeconds}, with an open fault of picture, clock, password or service
 */
public record Availability(CameraId camera, double upSeconds, double downSeconds, double faultSeconds) {
    public Availability {
        if (upSeconds < 0 || downSeconds < 0 || faultSeconds < 0) {
            throw new IllegalArgumentException(
                    "seconds: " + upSeconds + ", " + downSeconds + ", " + faultSeconds + " (expected: 0 or more)");
        }
    }

    public double watchedSeconds() {
        return upSeconds + downSeconds;
    }

    /** Up and without a fault. */
    public double goodSeconds() {
        return Math.max(0, upSeconds - faultSeconds);
    }
}
