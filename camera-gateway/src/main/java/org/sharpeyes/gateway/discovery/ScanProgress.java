package org.sharpeyes.gateway.discovery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a scan is.
 *
 * @param asked addresses asked so far, of {@code toAsk}
 * @param found devices met, known ones included
 * @param ignored answers that were malformed, foreign or from where no camera may be
 * @param problems what went wrong, in words
 */
public record ScanProgress(
        UUID id,
        State state,
        int asked,
        int toAsk,
        int found,
        int ignored,
        List<String> problems,
        Instant startedAt,
        @Nullable Instant endedAt) {
    /** Scans run one after another. */
    public enum State {
        WAITING,
        RUNNING,
        DONE
    }

    public ScanProgress {
        problems = List.copyOf(problems);
    }
}
