package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Identity of a hold, which keeps recordings from being overwritten. Random (version 4), so that knowing one id tells
 * nothing about another.
 */
public record HoldId(UUID value) implements Comparable<HoldId> {
    public HoldId {
        requireNonNull(value, "hold id");
    }

    public static HoldId random() {
        return new HoldId(UUID.randomUUID());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static HoldId parse(String text) {
        return new HoldId(Ids.parse("hold id", text));
    }

    @Override
    public int compareTo(HoldId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
