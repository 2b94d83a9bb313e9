package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A short-lived permission to open one stream, signed by access-control and checked on the media plane without SQL.
 *
 * @param id random, names the access record that was written before the ticket was handed out
 * @param client address the stream may be opened from, or {@code null} for any (RTSP players behind NAT)
 * @param purpose why, as stated for the shift or the case
 */
public record Ticket(
        String id,
        UserId user,
        StreamKey stream,
        String purpose,
        @Nullable String client,
        Instant expiresAt) {
    public Ticket {
        requireNonNull(id, "ticket id");
        requireNonNull(user, "user");
        requireNonNull(stream, "stream");
        requireNonNull(purpose, "purpose");
        requireNonNull(expiresAt, "expires at");
    }
}
