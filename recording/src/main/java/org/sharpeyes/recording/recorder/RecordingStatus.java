package org.sharpeyes.recording.recorder;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.recording.GapCause;

/**
 * What a stream's recorder does at one moment.
 *
 * @param since when this began
 * @param cause why there is a gap; {@code null} when there is none
 */
public record RecordingStatus(
        State state,
        Instant since,
        @Nullable GapCause cause,
        @Nullable String detail) {
    public enum State {
        OFF,
        /** Hours or events do not ask for it now. */
        WAITING,
        RECORDING,
        /** The plan asks for it, and it is not recorded. */
        GAP
    }

    public RecordingStatus {
        requireNonNull(state, "state");
        requireNonNull(since, "since");
    }
}
