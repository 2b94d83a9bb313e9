package org.sharpeyes.relay.netty;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.Viewer;

/**
 * What one address is for one viewer who may see it: something that can be described, set up and played.
 *
 * <p>Confined to the connection's event loop.
 */
interface Program {
    /** Sequence number and time stamp that one track begins with. */
    record Start(int track, int sequence, int timestamp) {}

    /**
     * What the answer to a PLAY says.
     *
     * @param starts empty where nothing is known yet
     * @param range value of {@code Range}, or {@code null}
     * @param scale value of {@code Scale}, or {@code null}
     */
    record Started(
            List<Start> starts,
            @Nullable String range,
            @Nullable String scale) {}

    /** What hears of a PLAY. */
    interface Starting {
        void started(Started how);

        /** An RTSP status instead. */
        void refused(int status);

        /** After {@link #started}: the end of the recording was reached, the viewer may ask for another range. */
        void finished();
    }

    RtspPath path();

    /** Who asked; only he may use it. */
    ViewerCredential credential();

    Admission.Admitted admitted();

    /** The camera behind it, for the list of views. */
    StreamKey stream();

    /** The grant that a recording is played under, {@code null} for live video. */
    default @Nullable String grant() {
        return null;
    }

    StreamDescription description();

    /** Session-level lines of the description, without line ends: name and range. */
    List<String> sessionLines();

    /** Decides again right before the first picture; the access record is safe when this completes. */
    CompletionStage<Admission> begin();

    /** Whether a PLAY while playing changes anything. */
    boolean seekable();

    /** Begins to send to a viewer that has sent nothing yet. */
    void play(Viewer viewer, PlayCommand command, Starting starting);

    /** The viewer was given a live stream's first pictures. */
    default void viewStarted(List<Picture> burst) {}

    /** Sends nothing more to the viewer; harmless when repeated. */
    void pause();

    void close();
}
