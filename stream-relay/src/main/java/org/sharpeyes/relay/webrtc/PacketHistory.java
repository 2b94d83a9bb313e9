package org.sharpeyes.relay.webrtc;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.picture.Picture;

/**
 * Where the packets that were sent lately lie in the shared pictures, so that they can be sent again. Keeps references, not
 * copies; bounded in number and age. Confined to one thread.
 */
final class PacketHistory {
    private static final int SIZE = 1024;
    private static final int MASK = SIZE - 1;

    /** One packet: {@code length} bytes at {@code offset} of the picture's buffer, header of the shared packet included. */
    record Sent(Picture picture, int offset, int length, int timestamp, long index, long sentNanos) {}

    private final @Nullable Sent[] ring = new Sent[SIZE];
    private final long[] repaired = new long[SIZE];
    private final long maxAgeNanos;
    private long oldest;
    private long next;

    PacketHistory(long maxAgeNanos) {
        this.maxAgeNanos = maxAgeNanos;
    }

    /** Keeps a packet; retains its picture. Indexes follow each other without a gap. */
    void add(Sent sent) {
        forget(sent.sentNanos());
        if (oldest == next) {
            oldest = sent.index();
        } else if (sent.index() - oldest >= SIZE) {
            drop();
        }
        next = sent.index() + 1;
        sent.picture().retain();
        ring[(int) (sent.index() & MASK)] = sent;
        repaired[(int) (sent.index() & MASK)] = sent.sentNanos();
    }

    /**
     * The packet of this sequence number.
     *
     * @param sequence 0 to 65535
     * @param pauseNanos how long after it was sent (again) it is not given once more
     * @return {@code null} if it is not kept any more, or was sent just now
     */
    @Nullable
    Sent find(int sequence, long nowNanos, long pauseNanos) {
        long index = next - 1 - ((next - 1 - sequence) & 0xFFFF);
        if (index < oldest) {
            return null;
        }
        int at = (int) (index & MASK);
        if (nowNanos - repaired[at] < pauseNanos) {
            return null;
        }
        repaired[at] = nowNanos;
        return ring[at];
    }

    /** Lets go of what is too old; to be called now and then also when nothing is sent. */
    void forget(long nowNanos) {
        while (oldest < next) {
            Sent first = ring[(int) (oldest & MASK)];
            if (first != null && nowNanos - first.sentNanos() <= maxAgeNanos) {
                return;
            }
            drop();
        }
    }

    void clear() {
        while (oldest < next) {
            drop();
        }
    }

    private void drop() {
        int at = (int) (oldest & MASK);
        Sent first = ring[at];
        if (first != null && first.index() == oldest) {
            first.picture().release();
            ring[at] = null;
        }
        oldest++;
    }
}
