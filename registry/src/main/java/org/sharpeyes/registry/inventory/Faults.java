package org.sharpeyes.registry.inventory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects faults up to a limit; past it they are only counted. Confined to one thread. */
public final class Faults {
    /** Enough to work through in one go; a file with more is wrong as a whole. */
    public static final int MAX_LISTED = 1000;

    private final List<Fault> listed = new ArrayList<>();
    private final Map<String, Integer> passedOver = new TreeMap<>();
    private int count;

    public void add(int line, String column, String value, String expected) {
        count++;
        if (listed.size() < MAX_LISTED) {
            listed.add(new Fault(line, column, value, expected));
        }
    }

    /** Something that is no fault and does not enter the registry. */
    void passOver(String what) {
        passedOver.merge(what, 1, Integer::sum);
    }

    /** What was passed over, with how often. */
    public Map<String, Integer> passedOver() {
        return Collections.unmodifiableMap(new TreeMap<>(passedOver));
    }

    public boolean none() {
        return count == 0;
    }

    /** All of them, also those not listed. */
    public int count() {
        return count;
    }

    /** By line, then as found. */
    public List<Fault> listed() {
        return listed.stream().sorted(Comparator.comparingInt(Fault::line)).toList();
    }
}
