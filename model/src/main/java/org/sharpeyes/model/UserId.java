package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identity of an account. Random (version 4), so that knowing one id tells nothing about another. */
public record UserId(UUID value) implements Comparable<UserId> {
    public UserId {
        requireNonNull(value, "user id");
    }

    public static UserId random() {
        return new UserId(UUID.randomUUID());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static UserId parse(String text) {
        return new UserId(Ids.parse("user id", text));
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
