package org.sharpeyes.alarm.topology;

/** How much a camera matters: what it watches and who built it for what. Its incidents are that much more urgent. */
public enum Weight {
    ORDINARY(0),
    /** A key, complex or weak area, or a point of class 1. */
    IMPORTANT(1),
    /** Both. */
    CRITICAL(2);

    private final int steps;

    Weight(int steps) {
        this.steps = steps;
    }

    /** How many steps of priority it adds. */
    public int steps() {
        return steps;
    }

    public Weight heavier(Weight other) {
        return other.steps > steps ? other : this;
    }
}
