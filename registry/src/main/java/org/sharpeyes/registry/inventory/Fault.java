package org.sharpeyes.registry.inventory;

import static java.util.Objects.requireNonNull;

/**
 * One thing wrong in an inventory.
 *
 * @param line of the file, from 1 (the head); for GeoJSON the number of the feature
 * @param column its name in the head; empty when the line as a whole is meant
 * @param value what stands there, cut when long; never that of a password column
 * @param expected what would have been right
 */
public record Fault(int line, String column, String value, String expected) {
    private static final int LONGEST = 80;

    public Fault {
        requireNonNull(column, "column");
        requireNonNull(expected, "expected");
        value = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }
}
