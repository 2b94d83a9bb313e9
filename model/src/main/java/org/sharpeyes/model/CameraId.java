package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Identity of a camera as people speak of it: a {@link PointId point} with its current channel. It has the value of the
 * point's id, so that an address given to a viewer survives every swap of the hardware.
 */
public record CameraId(UUID value) implements Comparable<CameraId> {
    public CameraId {
        requireNonNull(value, "camera id");
    }

    public static CameraId of(PointId point) {
        return new CameraId(point.value());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static CameraId parse(String text) {
        return new CameraId(Ids.parse("camera id", text));
    }

    public PointId point() {
        return new PointId(value);
    }

    @Override
    public int compareTo(CameraId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
