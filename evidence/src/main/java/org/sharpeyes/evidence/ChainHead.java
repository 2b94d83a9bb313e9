package org.sharpeyes.evidence;

import static java.util.Objects.requireNonNull;

/** The last entry of a chain, all that the next one needs to know. */
public record ChainHead(long sequence, ChainHash hash) {
    /** The head of a chain without entries. */
    public static final ChainHead EMPTY = new ChainHead(0, ChainHash.GENESIS);

    public ChainHead {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: 0 or more)");
        }
        requireNonNull(hash, "hash");
    }
}
