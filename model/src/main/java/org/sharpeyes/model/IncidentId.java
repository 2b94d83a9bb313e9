package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identity of an incident. Random (version 4), so that knowing one id tells nothing about another. */
public record IncidentId(UUID value) implements Comparable<IncidentId> {
    public IncidentId {
        requireNonNull(value, "incident id");
    }

    public static IncidentId random() {
        return new IncidentId(UUID.randomUUID());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static IncidentId parse(String text) {
        return new IncidentId(Ids.parse("incident id", text));
    }

    @Override
    public int compareTo(IncidentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
