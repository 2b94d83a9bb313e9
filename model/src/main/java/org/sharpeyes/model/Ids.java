package org.sharpeyes.model;

import java.util.UUID;

/** Reads identities from text with a message that names the field and the value. */
final class Ids {
    private static final int LENGTH = 36;

    private Ids() {}

    static UUID parse(String field, String text) {
        // UUID.fromString also takes shortened groups ("1-1-1-1-1"): one identity must have one spelling.
        if (text.length() == LENGTH) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException notHex) {
                throw new IllegalArgumentException(field + ": \"" + text + "\" (expected: a UUID)", notHex);
            }
        }
        String shown = text.length() > LENGTH ? text.substring(0, LENGTH) + "…" : text;
        throw new IllegalArgumentException(field + ": \"" + shown + "\" (expected: a UUID of 36 characters)");
    }
}
