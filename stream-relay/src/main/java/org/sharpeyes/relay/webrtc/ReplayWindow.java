package org.sharpeyes.relay.webrtc;

/** Which packet indexes were seen lately (RFC 3711 §3.3.2): 64 of them. Confined to one thread. */
final class ReplayWindow {
    private static final int SIZE = 64;

    private long highest = -1;
    private long seen;

    /** Whether a packet of this index may be new. */
    boolean admits(long index) {
        if (index > highest) {
            return true;
        }
        long behind = highest - index;
        return behind < SIZE && (seen & 1L << behind) == 0;
    }

    /** Takes note of a packet that was authentic. */
    void accept(long index) {
        if (index > highest) {
            long ahead = index - highest;
            seen = ahead >= SIZE || highest < 0 ? 1 : seen << ahead | 1;
            highest = index;
        } else {
            seen |= 1L << highest - index;
        }
    }
}
