package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identity of something that cameras depend on: power feed, switch, ONU, NVR, uplink. Random (version 4), so that knowing one id tells nothing about another. */
public record DependencyId(UUID value) implements Comparable<DependencyId> {
    public DependencyId {
        requireNonNull(value, "dependency id");
    }

    public static DependencyId random() {
        return new DependencyId(UUID.randomUUID());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static DependencyId parse(String text) {
        return new DependencyId(Ids.parse("dependency id", text));
    }

    @Override
    public int compareTo(DependencyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
