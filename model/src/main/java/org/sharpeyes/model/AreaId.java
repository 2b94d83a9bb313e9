package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identity of an area of the tree county → town → village → grid. Random (version 4), so that knowing one id tells nothing about another. */
public record AreaId(UUID value) implements Comparable<AreaId> {
    public AreaId {
        requireNonNull(value, "area id");
    }

    public static AreaId random() {
        return new AreaId(UUID.randomUUID());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static AreaId parse(String text) {
        return new AreaId(Ids.parse("area id", text));
    }

    @Override
    public int compareTo(AreaId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
