package org.sharpeyes.relay;

import static java.util.Objects.requireNonNull;

/**
 * Why a stream ended or did not start.
 *
 * @param detail for the log and the operator; never holds a credential
 */
public record UpstreamFailure(Kind kind, String detail) {
    /** Whose problem it is, and so whether trying again makes sense. */
    public enum Kind {
        /** No camera of this name, or it has no such stream. */
        UNKNOWN_STREAM(false),
        /** The camera does not answer, or broke the connection. */
        UNREACHABLE(true),
        /** The stored password is refused: trying again would lock the camera. */
        PASSWORD_REFUSED(false),
        /** The way to the camera is full of our own sessions: this one waited for a place and got none. */
        NO_ROOM(true),
        /** The camera gives no session, and it is not us who hold them. */
        BUSY(true),
        /** It was open, and was given up for something more important. */
        PREEMPTED(false),
        /** The connection stands but no media came. */
        NO_MEDIA(true),
        /** The camera said something that cannot be understood. */
        PROTOCOL(true),
        /** We closed it ourselves. */
        CLOSED(false);

        private final boolean worthRetrying;

        Kind(boolean worthRetrying) {
            this.worthRetrying = worthRetrying;
        }

        public boolean worthRetrying() {
            return worthRetrying;
        }
    }

    public UpstreamFailure {
        requireNonNull(kind, "kind");
        requireNonNull(detail, "detail");
    }
}
