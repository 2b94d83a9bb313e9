package org.sharpeyes.relay.picture;

/**
 * Makes another shape of a stream's pictures, once for all viewers that take it, and hands each to the sink it was given.
 *
 * <p>Confined to the stream's owner thread.
 */
public interface PictureMaker extends AutoCloseable {
    /** Takes in one framed RTP picture; borrowed. */
    void push(Picture picture);

    /** The source starts again: what comes next leans on nothing before it. */
    void restart();

    /** Releases what is under way. */
    @Override
    void close();
}
