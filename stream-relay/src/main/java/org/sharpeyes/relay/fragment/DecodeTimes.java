package org.sharpeyes.relay.fragment;

/**
 * Decoding times for pictures of which only the presentation time is known, in the order in which they came. A stream
 * that reorders by N pictures gets the N-th newest presentation time: never later than the picture's own, always growing,
 * and no picture is held back for it. Starts without reordering unless told, and learns when a time steps back.
 */
final class DecodeTimes {
    private static final int MAX_DEPTH = 16;
    private static final int REMEMBERED = 2 * MAX_DEPTH;
    private static final int USUAL_STEP = 3600;

    private final long[] sorted = new long[REMEMBERED];
    private int size;
    private int depth;
    private boolean any;
    private long last;

    DecodeTimes(int depth) {
        this.depth = Math.min(depth, MAX_DEPTH);
    }

    long next(long presentation) {
        int behind = insert(presentation);
        if (behind > depth && behind <= MAX_DEPTH) {
            depth = behind;
        }
        long decode = size > depth ? sorted[size - 1 - depth] : sorted[0] - (long) (depth - size + 1) * USUAL_STEP;
        decode = Math.min(decode, presentation);
        if (any && decode <= last) {
            decode = last + 1;
        }
        any = true;
        last = decode;
        return decode;
    }

    /** The clock jumped: what was remembered belongs to another run. */
    void restart() {
        size = 0;
        any = false;
    }

    /** @return how many known times are later than this one */
    private int insert(long presentation) {
        if (size == REMEMBERED) {
            System.arraycopy(sorted, 1, sorted, 0, size - 1);
            size--;
        }
        int at = size;
        while (at > 0 && sorted[at - 1] > presentation) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = presentation;
        size++;
        return size - 1 - at;
    }
}
