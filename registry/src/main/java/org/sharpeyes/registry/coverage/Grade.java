package org.sharpeyes.registry.coverage;

/** How sure it is that a camera covers a place, from the surest down. */
public enum Grade {
    /** Whatever the true values are within their errors; none of them assumed. */
    PROVEN,
    /** By the values as written, or the usual ones where a lesser value is missing. */
    PROBABLE,
    /** For some of the values it may have; a camera of unknown place counts for its whole area. */
    POSSIBLE
}
