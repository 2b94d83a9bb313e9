package org.sharpeyes.alarm.planning;

import java.time.Instant;
import java.util.List;

/**
 * What was read of a file, before it is known which cameras the scopes mean. Immutable.
 *
 * @param faults one is enough for nothing to be taken over
 */
public record WindowList(List<Entry> entries, List<Fault> faults) {
    /** Entries of one file at most. */
    public static final int MOST_ENTRIES = 10_000;

    public WindowList {
        entries = List.copyOf(entries);
        faults = List.copyOf(faults);
    }

    /**
     * @param line where it begins, from 1
     * @param scope as written: {@code camera:…}, a point code, a name
     * @param origin the same for the same entry of the same file
     */
    public record Entry(int line, String scope, Instant from, Instant to, String reason, String origin) {}

    /** @param expected what the field should have held */
    public record Fault(int line, String field, String value, String expected) {}
}
