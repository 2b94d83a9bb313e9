package org.sharpeyes.relay.stream;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.StreamDescription;

/**
 * A viewer's place at a stream. {@link #cancel()} on the viewer's loop; afterwards the viewer hears nothing more.
 */
public final class Subscription {
    /** In which shape a viewer gets pictures. */
    public enum Format {
        /** RTP packets, framed for interleaving. */
        RTP,
        /** fMP4 fragments of the pictures alone, framed for a WebSocket. */
        FRAGMENTS,
        /** The same with sound. */
        SOUNDING_FRAGMENTS,
        /** RTP packets made anew for WebRTC, framed for interleaving. */
        PACKETS;

        /** Whether the pictures themselves say what they are, so that a viewer goes on when the codec changes. */
        boolean describesItself() {
            return this == FRAGMENTS || this == SOUNDING_FRAGMENTS;
        }
    }

    private final StreamHub hub;
    private final StreamKey stream;
    private final Viewer viewer;
    private final Executor loop;
    private final Format format;
    private final @Nullable StreamDescription told;
    private final Demand demand;
    /** Read and written on the viewer's loop only. */
    private boolean cancelled;

    Subscription(
            StreamHub hub,
            StreamKey stream,
            Viewer viewer,
            Executor loop,
            Format format,
            @Nullable StreamDescription told,
            Demand demand) {
        this.hub = hub;
        this.stream = stream;
        this.viewer = viewer;
        this.loop = loop;
        this.format = format;
        this.told = told;
        this.demand = demand;
    }

    /** Leaves the stream. Harmless when repeated. */
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            hub.detach(this);
        }
    }

    /** The viewer cannot go on without a key frame: it gets the last group again, or the camera is asked for a new one. */
    public void refresh() {
        if (!cancelled) {
            hub.refresh(this);
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

    Demand demand() {
        return demand;
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
