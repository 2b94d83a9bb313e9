package org.sharpeyes.relay.stream;

import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.UpstreamFailure;

/** The outcome of asking for a stream. */
public sealed interface StreamOpening {
    /** The camera plays, and goes on doing so at least for the relay's idle time. */
    record Ready(StreamDescription description) implements StreamOpening {}

    /** It could not be opened. */
    record Failed(UpstreamFailure cause) implements StreamOpening {}
}
