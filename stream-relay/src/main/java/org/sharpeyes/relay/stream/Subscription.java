package org.sharpeyes.relay.stream;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.StreamDescription;

/**
 * A viewer's place at a stream. {@link #cancel()} on the viewer's loop; afterwards the viewer hears nothing more.
 */
public final class Subscription {
    /** In which shape a viewer gets pictures. */
    public enum Format {
        /** RTP packets, framed for interleaving. */
        RTP,
        /** fMP4 fragments, framed for a WebSocket. */
        FRAGMENTS
    }

    private final StreamHub hub;
    private final StreamKey stream;
    private final Viewer viewer;
    private final Executor loop;
    private final Format format;
    private final @Nullable StreamDescription told;
    /** Read and written on the viewer's loop only. */
    private boolean cancelled;

    Subscription(
            StreamHub hub,
            StreamKey stream,
            Viewer viewer,
            Executor loop,
            Format format,
            @Nullable StreamDescription told) {
        this.hub = hub;
        this.stream = stream;
        this.viewer = viewer;
        this.loop = loop;
        this.format = format;
        this.told = told;
    }

    /** Leaves the stream. Harmless when repeated. */
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            hub.detach(this);
        }
    }

    StreamKey stream() {
        return stream;
    }

    Viewer viewer() {
        return viewer;
    }

    Executor loop() {
        return loop;
    }

    Format format() {
        return format;
    }

    /** What the viewer was told of the stream before it asked for it to play; {@code null} if nothing. */
    @Nullable
    StreamDescription told() {
        return told;
    }

    boolean cancelled() {
        return cancelled;
    }

    /** The stream's side ended it: {@link #cancel()} has nothing left to do. */
    void end(ViewEnd reason) {
        if (!cancelled) {
            cancelled = true;
            viewer.ended(reason);
        }
    }
}
