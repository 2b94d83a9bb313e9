package org.sharpeyes.server.live;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.sharpeyes.model.StreamKey;

/**
 * A stream that is kept open although nobody watches.
 *
 * @param by name of who put it on the list; {@code configuration} when it stands in the settings
 */
public record WarmStream(StreamKey stream, String reason, String by, Instant since) {
    /** No user may be called so. */
    static final String CONFIGURED = "configuration";

    public WarmStream {
        requireNonNull(stream, "stream");
        requireNonNull(reason, "reason");
        requireNonNull(by, "by");
        requireNonNull(since, "since");
    }
}
