package org.sharpeyes.relay.stream;

import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;

/** Counts what one viewer got. Confined to the viewer's event loop. */
public final class ViewFigures {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ViewIdentity identity;
    private long sentBytes;
    private long sentPictures;
    private double delayMillis;
    private long tickBytes;
    private long tickNanos;
    private long bitsPerSecond;

    public ViewFigures(ViewIdentity identity, long nowNanos) {
        this.identity = identity;
        this.tickNanos = nowNanos;
    }

    public ViewIdentity identity() {
        return identity;
    }

    public void sent(Picture picture, int bytes, long nowNanos) {
        sentBytes += bytes;
        if (picture.kind() != Picture.Kind.CONTROL) {
            sentPictures++;
            delayMillis = (nowNanos - picture.arrivedNanos()) / 1e6;
        }
    }

    /** About once a second. */
    public void tick(long nowNanos) {
        long elapsed = nowNanos - tickNanos;
        if (elapsed > 0) {
            bitsPerSecond = Math.round((sentBytes - tickBytes) * 8 * NANOS_PER_SECOND / elapsed);
            tickBytes = sentBytes;
            tickNanos = nowNanos;
        }
    }

    public ViewerSnapshot snapshot(ViewerQueue queue) {
        return new ViewerSnapshot(
                identity.id(),
                identity.admitted().user(),
                identity.admitted().userName(),
                identity.admitted().purpose(),
                identity.client(),
                identity.transport(),
                identity.since(),
                sentBytes,
                sentPictures,
                bitsPerSecond,
                queue.droppedPictures(),
                queue.falls(),
                queue.bytes(),
                delayMillis,
                queue.dropReason());
    }
}
