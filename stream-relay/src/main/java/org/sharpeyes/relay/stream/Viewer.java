package org.sharpeyes.relay.stream;

import java.util.List;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;

/**
 * One viewer's end, written once per transport. All methods are called on the event loop that was named when the viewer
 * was attached, and none of them may block or throw.
 */
public interface Viewer {
    /**
     * The stream plays. Called once, before any {@link #offer}.
     *
     * @param burst what the viewer starts with, oldest first; borrowed, may be empty
     */
    void started(List<Picture> burst);

    /**
     * What {@link Subscription#refresh()} asked for.
     *
     * @param burst everything since the last key frame, oldest first; borrowed
     */
    default void refreshed(List<Picture> burst) {
        burst.forEach(this::offer);
    }

    /** One more picture; borrowed. A viewer that is behind queues or drops it, but never makes anybody wait. */
    void offer(Picture picture);

    /** The source was lost and has come back: what follows leans on nothing before it. Comes any number of times. */
    void restarted();

    /** The stream is over for this viewer. The last call, and not made if the viewer left by itself. */
    void ended(ViewEnd reason);

    /** Figures of this moment. */
    ViewerSnapshot snapshot();
}
