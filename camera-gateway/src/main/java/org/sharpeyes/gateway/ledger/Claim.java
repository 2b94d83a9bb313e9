package org.sharpeyes.gateway.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * What somebody wants to use.
 *
 * @param what names the stream for people: camera and profile
 * @param rank of the role it is for, 0 to {@value #HIGHEST_RANK}; decides between claims of one use
 * @param bitsPerSecond about how much it will take
 * @param resources that it passes through; may be empty
 */
public record Claim(String what, Use use, int rank, long bitsPerSecond, Set<Resource> resources) {
    public static final int HIGHEST_RANK = 9;

    public Claim {
        requireNonNull(what, "what");
        requireNonNull(use, "use");
        if (rank < 0 || rank > HIGHEST_RANK) {
            throw new IllegalArgumentException("rank: " + rank + " (expected: 0 to " + HIGHEST_RANK + ")");
        }
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("bits per second: " + bitsPerSecond + " (expected: at least 0)");
        }
        resources = Set.copyOf(resources);
    }

    Claim as(Use now, int ofRank) {
        return new Claim(what, now, ofRank, bitsPerSecond, resources);
    }

    int priority() {
        return use.ordinal() * (HIGHEST_RANK + 1) + rank;
    }
}
