package org.sharpeyes.relay.playback;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sharpeyes.relay.Admission;

/**
 * Where recorded video comes from, wherever it lies: our volumes, a recorder on the spot, a card. Beside
 * {@link org.sharpeyes.relay.CameraStreams}, which is for what is shared: here every viewer has a position of his own.
 *
 * <p>Called on event loops: nothing may block, answers may come on any thread.
 */
@FunctionalInterface
public interface MediaSource {
    /**
     * Decides whether this viewer may play, and opens what he may see. Nothing is read yet and no access record is
     * written: that is {@link Recording#begin()}.
     */
    CompletionStage<PlayOpening> open(PlayRequest request);

    /** Where nothing is recorded: no grant opens anything. */
    static MediaSource none() {
        return request -> CompletableFuture.completedFuture(new PlayOpening.Refused(new Admission.Hidden()));
    }
}
