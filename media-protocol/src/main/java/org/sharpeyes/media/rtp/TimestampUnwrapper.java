package org.sharpeyes.media.rtp;

/** Extends 32-bit RTP time stamps to 64 bits: each step is taken as the shorter way. Confined to one thread. */
public final class TimestampUnwrapper {
    private boolean started;
    private long last;

    /** The extended time stamp: starts at the value itself and may step back; in units of the track's clock. */
    public long unwrap(int timestamp) {
        if (!started) {
            started = true;
            last = Integer.toUnsignedLong(timestamp);
        } else {
            last += timestamp - (int) last;
        }
        return last;
    }
}
