package org.sharpeyes.relay.picture;

/**
 * Makes one unbroken run of sequence numbers and time stamps out of a track whose source starts again, so that viewers
 * play on. Until the first restart nothing is changed; afterwards every packet gets the same offsets, whoever watches.
 *
 * <p>Confined to the stream's owner thread.
 */
final class TrackTimeline {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** A second source in the same channel is ignored while the first one speaks, and adopted when it fell silent. */
    private static final long SILENCE_NANOS = NANOS_PER_SECOND;

    private static final int REORDER_SECONDS = 5;

    private final int clockRate;
    private boolean started;
    private boolean bound;
    private int sourceSsrc;
    private int ssrc;
    private int sequenceOffset;
    private int timestampOffset;
    private int lastSequence;
    private int lastTimestamp;
    private long lastArrivalNanos;

    TrackTimeline(int clockRate) {
        this.clockRate = clockRate;
    }

    /** The source is gone; the next packet belongs to a new one. */
    void restart() {
        bound = false;
    }

    /**
     * Takes note of a packet of the source.
     *
     * @return {@code false} if it belongs to a source that is not ours: drop it
     */
    boolean accept(int packetSsrc, int sequence, int timestamp, long nowNanos) {
        if (!started) {
            started = true;
            bound = true;
            sourceSsrc = packetSsrc;
            ssrc = packetSsrc;
            lastTimestamp = timestamp;
        } else if (!bound || packetSsrc != sourceSsrc) {
            if (bound && nowNanos - lastArrivalNanos < SILENCE_NANOS) {
                return false;
            }
            bound = true;
            sourceSsrc = packetSsrc;
            long gap = Math.max(1, (nowNanos - lastArrivalNanos) / 1000 * clockRate / 1_000_000);
            sequenceOffset = lastSequence + 1 - sequence;
            timestampOffset = lastTimestamp + (int) gap - timestamp;
        }
        lastSequence = sequence + sequenceOffset;
        int moved = timestamp + timestampOffset - lastTimestamp;
        // Pictures with B-frames come a little backwards; a restart goes on after the highest of them.
        if (moved > 0 || moved < -REORDER_SECONDS * clockRate) {
            lastTimestamp += moved;
        }
        lastArrivalNanos = nowNanos;
        return true;
    }

    /** Whether a control packet of this source may go on to viewers. */
    boolean ownsSource(int packetSsrc) {
        return bound && packetSsrc == sourceSsrc;
    }

    int ssrc() {
        return ssrc;
    }

    int sequence(int sourceSequence) {
        return sourceSequence + sequenceOffset & 0xFFFF;
    }

    int timestamp(int sourceTimestamp) {
        return sourceTimestamp + timestampOffset;
    }
}
