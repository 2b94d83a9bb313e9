package org.sharpeyes.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;

/**
 * One stream at one moment.
 *
 * @param cause why the camera was lost last, while it is being reopened
 * @param openings how often the camera was opened since the stream began; 1 when all is well
 * @param lostPackets packets that never came from the camera
 * @param droppedPackets packets of the camera that were malformed or not of this stream
 */
public record StreamSnapshot(
        StreamKey stream,
        State state,
        @Nullable String cause,
        int openings,
        long receivedPackets,
        long receivedBytes,
        long lostPackets,
        long droppedPackets,
        long pictures,
        long keyPictures,
        int gopCacheBytes,
        List<ViewerSnapshot> viewers) {
    /** What the upstream does. */
    public enum State {
        OPENING,
        LIVE,
        WAITING_TO_REOPEN,
        CLOSED
    }

    public StreamSnapshot {
        viewers = List.copyOf(viewers);
    }

    public StreamSnapshot withViewers(List<ViewerSnapshot> now) {
        return new StreamSnapshot(
                stream,
                state,
                cause,
                openings,
                receivedPackets,
                receivedBytes,
                lostPackets,
                droppedPackets,
                pictures,
                keyPictures,
                gopCacheBytes,
                now);
    }
}
