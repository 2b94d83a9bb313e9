package org.sharpeyes.access.request;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.UserId;

/** Where a request stands: {@code Pending → Granted → Ended}, or {@code Pending → Ended}. */
public sealed interface RequestState {
    /** Waits for people. {@code decideBy}: when it lapses. */
    record Pending(Instant decideBy) implements RequestState {
        public Pending {
            requireNonNull(decideBy, "decide by");
        }
    }

    /** In force. */
    record Granted(GrantId grant, Instant at, Instant expiresAt) implements RequestState {
        public Granted {
            requireNonNull(grant, "grant");
            requireNonNull(at, "at");
            requireNonNull(expiresAt, "expires at");
        }
    }

    /**
     * Over, for good.
     *
     * @param grant that was in force before, if one was
     * @param by {@code null} when time ended it
     */
    record Ended(End end, @Nullable GrantId grant, @Nullable UserId by, Instant at, String reason)
            implements RequestState {
        public Ended {
            requireNonNull(end, "end");
            requireNonNull(at, "at");
            Texts.atMost("reason", reason, Texts.LONG);
        }
    }

    /** How it ended. */
    enum End {
        REFUSED,
        WITHDRAWN,
        /** Nobody decided in time. */
        LAPSED,
        REVOKED,
        EXPIRED
    }

    /** The spelling in JSON. */
    default String text() {
        if (this instanceof Ended ended) {
            return ended.end().name();
        }
        return this instanceof Granted ? "GRANTED" : "PENDING";
    }
}
