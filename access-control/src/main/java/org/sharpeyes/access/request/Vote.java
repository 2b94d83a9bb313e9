package org.sharpeyes.access.request;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;
import org.sharpeyes.model.UserId;

/**
 * One person's approval.
 *
 * @param number of the paper behind it; belongs to one request for ever
 * @param supervisor whether it counts as the word of a superior
 */
public record Vote(UserId by, Instant at, String number, boolean supervisor, String comment) {
    private static final int LONGEST_NUMBER = 64;

    public Vote {
        requireNonNull(by, "by");
        requireNonNull(at, "at");
        if (number.isBlank()
                || number.length() > LONGEST_NUMBER
                || number.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "number: \"" + number + "\" (expected: 1 to " + LONGEST_NUMBER + " visible characters)");
        }
        Texts.atMost("comment", comment, Texts.LONG);
    }

    /** One key for all spellings of a number: nobody uses a paper twice by another letter case or a blank. */
    public String numberKey() {
        return number.replaceAll("\\s+", "").toUpperCase(Locale.ROOT);
    }
}
