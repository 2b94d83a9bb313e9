package org.sharpeyes.gateway.soap;

/** An ONVIF call that brought no answer; the message can be shown to a technician and holds no credential. */
public final class OnvifFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose problem it is. */
    public enum Kind {
        /** No answer: {@link LinkFailure}. */
        UNREACHABLE,
        /** An answer that is none. */
        MALFORMED,
        /** The password was refused. */
        WRONG_PASSWORD,
        /** The password was refused too often to be tried again. */
        AUTHENTICATION_STOPPED,
        /** The device wants a password and none is stored. */
        NO_PASSWORD,
        /** The device does not know the operation. */
        NOT_SUPPORTED,
        /** Any other fault. */
        FAULT
    }

    private final Kind kind;

    public OnvifFailedException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public OnvifFailedException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
