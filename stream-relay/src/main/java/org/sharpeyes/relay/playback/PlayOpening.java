package org.sharpeyes.relay.playback;

import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.UpstreamFailure;

/** The answer to a {@link PlayRequest}. */
public sealed interface PlayOpening {
    /** May be played; whoever gets this closes the recording. */
    record Ready(Recording recording, Admission.Admitted admitted) implements PlayOpening {}

    /** May not. */
    record Refused(Admission answer) implements PlayOpening {
        public Refused {
            if (answer instanceof Admission.Admitted) {
                throw new IllegalArgumentException("answer: " + answer + " (expected: a refusal)");
            }
        }
    }

    /** May, but cannot now: the recorder does not answer, or has no room for another playback. */
    record Failed(UpstreamFailure cause) implements PlayOpening {}
}
