package org.sharpeyes.registry.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who changes the registry, why, and for which time in the world.
 *
 * @param validFrom since when it has been so; {@code null} for now
 * @param validTo until when it was so; {@code null} for until further notice
 * @param basis version of the thing that the author had before him; {@code null} if he changes it whatever it is now
 */
public record Change(
        String author,
        String reason,
        @Nullable Instant validFrom,
        @Nullable Instant validTo,
        @Nullable Long basis) {
    public Change(String author, String reason, @Nullable Instant validFrom, @Nullable Instant validTo) {
        this(author, reason, validFrom, validTo, null);
    }

    public Change {
        requireNonNull(reason, "reason");
        if (author.isBlank()) {
            throw new IllegalArgumentException("author: \"\" (expected: who makes the change)");
        }
        if (validFrom != null && validTo != null && !validFrom.isBefore(validTo)) {
            throw new IllegalArgumentException("valid to: " + validTo + " (expected: after " + validFrom + ")");
        }
        if (validTo != null && validFrom == null) {
            throw new IllegalArgumentException("valid from: none (expected: given when valid to is)");
        }
    }

    /** From now on. */
    public static Change now(String author, String reason) {
        return new Change(author, reason, null, null);
    }

    /** It has been so since {@code moment}. */
    public static Change since(Instant moment, String author, String reason) {
        return new Change(author, reason, moment, null);
    }

    /** It was so from {@code from} until {@code to}: a correction of the past that leaves what came after. */
    public static Change between(Instant from, Instant to, String author, String reason) {
        return new Change(author, reason, from, to);
    }

    /** The same, refused if the thing is no longer at this version. */
    public Change onVersion(@Nullable Long version) {
        return new Change(author, reason, validFrom, validTo, version);
    }
}
