package org.sharpeyes.alarm.incident;

/** How urgent an incident is; the first is the most urgent. */
public enum Priority {
    TOP,
    HIGH,
    NORMAL,
    LOW;

    /** So many steps more urgent. */
    Priority raised(int steps) {
        return values()[Math.max(0, ordinal() - steps)];
    }

    public boolean atLeast(Priority other) {
        return ordinal() <= other.ordinal();
    }
}
