package org.sharpeyes.desk;

import static java.util.Objects.requireNonNull;

/** What the values of the desk ask of text that people type. */
public final class Words {
    private Words() {}

    /**
     * A name or note without control characters, trimmed.
     *
     * @throws IllegalArgumentException in the house form, if it is too long, or empty though it must not be
     */
    public static String checked(String field, String text, int least, int most) {
        String plain = requireNonNull(text, field).strip();
        if (plain.length() < least || plain.length() > most) {
            throw new IllegalArgumentException(
                    field + ": " + plain.length() + " characters (expected: " + least + " to " + most + ")");
        }
        if (plain.chars().anyMatch(each -> Character.isISOControl(each) && each != '\n' && each != '\t')) {
            throw new IllegalArgumentException(field + ": control characters (expected: plain text)");
        }
        return plain;
    }
}
