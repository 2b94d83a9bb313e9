package org.sharpeyes.registry.inventory;

import java.util.regex.Pattern;

/** Texts that a spreadsheet would take for formulas, and the apostrophe before them that keeps it from that. Stateless. */
final class Formulas {
    private static final Pattern NUMBER = Pattern.compile("-\\d{1,18}(\\.\\d{1,20})?");

    private Formulas() {}

    static boolean dangerous(String text) {
        return !text.isEmpty()
                && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
    }

    /** Whether {@link #neutralise} wrote it. */
    static boolean neutralised(String text) {
        return text.length() > 1 && text.charAt(0) == '\'' && (dangerous(text.substring(1)) || text.charAt(1) == '\'');
    }

    /** An apostrophe of the text's own is doubled, so that reading gives back what was. */
    static String neutralise(String text) {
        return dangerous(text) || text.startsWith("'") ? '\'' + text : text;
    }
}
