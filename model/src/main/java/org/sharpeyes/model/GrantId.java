package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Identity of a grant, by which recordings of some points and times are opened to one user. Random (version 4), so that
 * knowing one id tells nothing about another.
 */
public record GrantId(UUID value) implements Comparable<GrantId> {
    public GrantId {
        requireNonNull(value, "grant id");
    }

    public static GrantId random() {
        return new GrantId(UUID.randomUUID());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static GrantId parse(String text) {
        return new GrantId(Ids.parse("grant id", text));
    }

    @Override
    public int compareTo(GrantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
