package org.sharpeyes.relay;

import java.util.concurrent.CompletionStage;

/**
 * Decides who may watch. Called on event loops: no method blocks, the answer may come on any thread.
 */
public interface ViewerAdmission {
    /** Whether the stream may be described to this viewer. */
    CompletionStage<Admission> admit(ViewerRequest request);

    /**
     * Decides again, right before the first picture, and completes only after the access record is safe. For a ticket,
     * whose record was written when it was handed out, that is at once; and a ticket that ran out meanwhile goes on to
     * count, as long as it was not revoked.
     *
     * @param admitted the answer that {@link #admit} gave
     */
    CompletionStage<Admission> begin(ViewerRequest request, Admission.Admitted admitted);
}
