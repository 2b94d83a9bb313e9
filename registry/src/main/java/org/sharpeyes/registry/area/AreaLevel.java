package org.sharpeyes.registry.area;

import org.jspecify.annotations.Nullable;

/** The levels of the tree, from the top. */
public enum AreaLevel {
    COUNTY(6),
    TOWN(9),
    VILLAGE(12),
    /** Below what GB/T 2260 and the statistics codes know: the village's code and two digits of ours. */
    GRID(14);

    private final int civilCodeDigits;

    AreaLevel(int civilCodeDigits) {
        this.civilCodeDigits = civilCodeDigits;
    }

    public int civilCodeDigits() {
        return civilCodeDigits;
    }

    /** The level of the parent; {@code null} above a county. */
    public @Nullable AreaLevel above() {
        return this == COUNTY ? null : values()[ordinal() - 1];
    }
}
