package org.sharpeyes.relay.playback;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.StreamDescription;

/**
 * One viewer's hold on what one grant opens of one camera. Called on the viewer's event loop; no method blocks, answers may
 * come on any thread.
 */
public interface Recording extends AutoCloseable {
    /** The tracks at the beginning of the window. */
    StreamDescription description();

    /** What may be seen, on the true clock: a device's clock offset is already taken out. */
    TimeWindow window();

    /**
     * Decides again, right before the first picture, and completes only after the access record is safe. Called before
     * each start from standstill; an implementation writes one record for all of them.
     */
    CompletionStage<Admission> begin();

    /**
     * Begins to read at a position. Only the newest reader is used; the one before it was closed.
     *
     * @param from inside the window
     */
    MediaReader read(Instant from, ReadMode mode);

    /** Lets go of everything, readers included. */
    @Override
    void close();
}
