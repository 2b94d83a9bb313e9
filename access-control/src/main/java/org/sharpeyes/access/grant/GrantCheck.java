package org.sharpeyes.access.grant;

import java.time.Instant;

/** Whether a piece of a recording may leave. */
public sealed interface GrantCheck {
    /** It may, now; the same question must be asked of the next piece. {@code until}: when the grant ends by itself. */
    record Open(Instant until) implements GrantCheck {}

    /** It may not. */
    record Closed(Reason reason) implements GrantCheck {}

    /** Why not. */
    enum Reason {
        /** There is none of this number for this user: never was, or was revoked. */
        NO_GRANT,
        EXPIRED,
        OTHER_CAMERA,
        OTHER_TIME,
        /** The grant stands, but the user lost the right to play back or export there. */
        NO_RIGHT
    }

    default boolean open() {
        return this instanceof Open;
    }
}
