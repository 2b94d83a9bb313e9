package org.sharpeyes.relay;

/** The relay's hold on one open or opening stream. Called on the owner thread only; no method blocks. */
public interface Upstream {
    /** Asks the camera for a key frame as soon as may be. A camera that cannot is free to ignore it. */
    void requestKeyFrame();

    /**
     * What the stream is for now: told right after the opening and whenever somebody comes or goes. Where ways to cameras
     * are scarce, that decides who has them; a source that has enough of everything passes over it.
     */
    default void wantedFor(Demand demand) {}

    /** Ends the stream and frees the camera's session. Packets that still arrive afterwards are dropped. */
    void close();
}
