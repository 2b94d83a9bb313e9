package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identity of a monitoring point (监控点位): a place and its duty. It outlives every device. Random (version 4), so that knowing one id tells nothing about another. */
public record PointId(UUID value) implements Comparable<PointId> {
    public PointId {
        requireNonNull(value, "point id");
    }

    public static PointId random() {
        return new PointId(UUID.randomUUID());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static PointId parse(String text) {
        return new PointId(Ids.parse("point id", text));
    }

    @Override
    public int compareTo(PointId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
