package org.sharpeyes.relay.stream;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.picture.GopCache;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.picture.PictureMaker;

/**
 * Pictures of a stream in another shape than RTP, made only while somebody takes them.
 *
 * <p>Confined to the stream's owner thread.
 */
final class MadePictures {
    /** How the shape is made. */
    @FunctionalInterface
    interface Making {
        /** @return {@code null} if the stream cannot have this shape */
        @Nullable
        PictureMaker of(StreamDescription description, Consumer<Picture> sink);
    }

    private final Fanout fanout;
    private final Making making;
    private @Nullable PictureMaker maker;

    MadePictures(GopCache cache, Making making) {
        this.fanout = new Fanout(cache);
        this.making = making;
    }

    Fanout fanout() {
        return fanout;
    }

    /**
     * Makes pictures from now on.
     *
     * @param kept what is kept of the stream for new viewers; taken over
     */
    void start(@Nullable StreamDescription description, List<Picture> kept) {
        stop();
        PictureMaker made = description == null ? null : making.of(description, fanout::deliver);
        maker = made;
        for (Picture picture : kept) {
            if (made != null) {
                made.push(picture);
            }
            picture.release();
        }
    }

    void stopIfUnused() {
        if (fanout.viewers() == 0) {
            stop();
        }
    }

    /** Borrows {@code picture}. */
    void push(Picture picture) {
        PictureMaker made = maker;
        if (made != null) {
            made.push(picture);
        }
    }

    void restarted() {
        fanout.restarted();
        PictureMaker made = maker;
        if (made != null) {
            made.restart();
        }
    }

    void end(ViewEnd reason) {
        fanout.end(reason);
        stop();
    }

    private void stop() {
        PictureMaker made = maker;
        if (made != null) {
            maker = null;
            made.close();
        }
        fanout.clear();
    }
}
