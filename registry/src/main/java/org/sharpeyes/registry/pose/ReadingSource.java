package org.sharpeyes.registry.pose;

/** Where a value of a pose comes from, from the surest down. */
public enum ReadingSource {
    /** Measured on site with an instrument. */
    SURVEYED,
    /** Solved from landmarks in the picture. */
    CALIBRATED,
    /** Taken from an inventory or a map, without a stated method. */
    STATED,
    /** One of eight directions. */
    EIGHT_DIRECTION,
    /** Filled in from the model's data sheet or a rule of thumb. */
    ASSUMED
}
