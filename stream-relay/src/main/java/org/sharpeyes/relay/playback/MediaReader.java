package org.sharpeyes.relay.playback;

import java.util.concurrent.CompletionStage;

/** A place in a recording that moves on as it is read. Called on the viewer's event loop. */
public interface MediaReader extends AutoCloseable {
    /**
     * Reads on. At most one call is under way at a time. After {@link MediaBatch.End}, {@link MediaBatch.Withdrawn} or
     * {@link MediaBatch.Broken} nothing more is asked.
     *
     * <p>Rights are looked at for every batch: what was withdrawn is not read any more.
     *
     * @param maxBytes about how much is wanted; at least one sample comes, whatever its size
     * @return completes on any thread; exceptionally only for a fault of ours
     */
    CompletionStage<MediaBatch> next(int maxBytes);

    /** What is under way is completed with anything and its samples are released by the caller. */
    @Override
    void close();
}
