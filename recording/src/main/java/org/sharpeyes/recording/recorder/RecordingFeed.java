package org.sharpeyes.recording.recorder;

import java.util.concurrent.Executor;
import org.sharpeyes.model.StreamKey;

/** Where the recorder gets its streams from: the relay, which opens every camera once for all its viewers. */
public interface RecordingFeed {
    /**
     * Takes a stream from now on, opening it again whenever it is lost, until it is closed. Returns at once.
     *
     * @param loop one thread at a time; not an event loop
     */
    Feed open(StreamKey stream, Executor loop, FeedListener listener);

    /** One stream that is taken. */
    interface Feed {
        /** Leaves the stream. Call on its loop; the listener hears nothing more. */
        void close();
    }
}
