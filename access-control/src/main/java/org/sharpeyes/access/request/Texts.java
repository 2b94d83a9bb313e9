package org.sharpeyes.access.request;

/** Limits of what people write. */
final class Texts {
    static final int SHORT = 64;
    static final int LONG = 1_000;

    private Texts() {}

    static void required(String field, String text, int longest) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + ": empty (expected: 1 to " + longest + " characters)");
        }
        atMost(field, text, longest);
    }

    static void atMost(String field, String text, int longest) {
        if (text.length() > longest) {
            throw new IllegalArgumentException(
                    field + ": " + text.length() + " characters (expected: at most " + longest + ")");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            throw new IllegalArgumentException(field + ": with control characters (expected: text)");
        }
    }
}
