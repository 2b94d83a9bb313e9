package org.sharpeyes.relay.stream;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.Admission;

/**
 * Whose view it is.
 *
 * @param id names the view to operators; grants nothing
 * @param grant under which a recording is played; {@code null} for live video
 * @param client address the viewer comes from
 * @param transport {@code rtsp-tcp}, {@code rtsp-udp} or {@code mse}
 */
public record ViewIdentity(
        String id,
        StreamKey stream,
        @Nullable String grant,
        Admission.Admitted admitted,
        String client,
        String transport,
        Instant since) {
    public ViewIdentity {
        requireNonNull(id, "id");
        requireNonNull(stream, "stream");
        requireNonNull(admitted, "admitted");
        requireNonNull(client, "client");
        requireNonNull(transport, "transport");
        requireNonNull(since, "since");
    }

    /** A view of live video. */
    public ViewIdentity(
            String id, StreamKey stream, Admission.Admitted admitted, String client, String transport, Instant since) {
        this(id, stream, null, admitted, client, transport, since);
    }
}
