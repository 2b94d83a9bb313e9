package org.sharpeyes.onvif.soap;

/** What came from the wire is not the message it should be. An ordinary outcome: devices are not trusted. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }

    public MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
