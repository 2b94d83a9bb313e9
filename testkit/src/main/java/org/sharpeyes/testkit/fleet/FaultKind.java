package org.sharpeyes.testkit.fleet;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names of faults in the control interface. */
public enum FaultKind {
    SILENT,
    REFUSED,
    WRONG_PASSWORD,
    DRIFT,
    FROZEN,
    BLACK,
    SLOW,
    FLAPPING,
    MALFORMED,
    LYING_ADDRESS,
    LOCKOUT;

    /** The spelling in JSON: lower case with hyphens. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException naming all kinds if the text is none */
    public static FaultKind parse(String text) {
        for (FaultKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind: \"" + text + "\" (expected: one of "
                + Arrays.stream(values()).map(FaultKind::text).collect(Collectors.joining(", ")) + ")");
    }
}
