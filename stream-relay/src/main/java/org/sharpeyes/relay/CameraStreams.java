package org.sharpeyes.relay;

import java.util.concurrent.Executor;
import org.sharpeyes.model.StreamKey;

/**
 * Where the relay gets its streams from: cameras through the gateway, recordings later. The relay opens a stream at
 * most once at a time, whatever the number of viewers.
 */
public interface CameraStreams {
    /**
     * Starts to open a stream and returns at once; success and failure are told to the listener.
     *
     * @param owner the one thread on which the listener may be called, in order. An implementation whose socket lives
     *     on that very event loop calls directly, any other hands over (best once per read, not once per packet)
     * @param listener told exactly once of the end, also after {@link Upstream#close()}
     */
    Upstream open(StreamKey stream, Executor owner, UpstreamListener listener);
}
