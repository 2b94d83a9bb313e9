package org.sharpeyes.gateway.rtsp;

import static java.util.Objects.requireNonNull;

/**
 * Why a session ended.
 *
 * @param detail for a technician: peer, CSeq, status; never a credential or a query
 */
public record UpstreamFailure(Kind kind, String detail) {
    /** Whose problem it is. */
    public enum Kind {
        /** No route, or the connection was not answered: nothing came back at all. */
        UNREACHABLE,
        /** The connection was refused: somebody is there, but not this service. */
        REFUSED,
        /** Connected, but a request was not answered in time. */
        TIMEOUT,
        /** The camera wants a password and none was given, or it asks in a way we do not speak. */
        PASSWORD_NEEDED,
        /** The camera refused the password. It was sent once; trying again is the caller's decision. */
        WRONG_PASSWORD,
        /** 403: the user may not, or the camera is locked. */
        FORBIDDEN,
        /** 404 or 410: no such stream. */
        NOT_FOUND,
        /** 453 or 503: no session left. */
        BUSY,
        /** What came is not RTSP that can be followed, redirects to other hosts included. */
        PROTOCOL_ERROR,
        /** Playing, but no media came for the time-out. */
        NO_MEDIA,
        /** The camera closed a session that worked. */
        ENDED,
        /** {@code close} was called. */
        CLOSED
    }

    public UpstreamFailure {
        requireNonNull(kind, "kind");
        requireNonNull(detail, "detail");
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
