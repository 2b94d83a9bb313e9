package org.sharpeyes.server.snapshots;

/** A camera's stream gave no key frame; the message is for people and holds no address. */
final class NoKeyFrameException extends Exception {
    private static final long serialVersionUID = 1;

    NoKeyFrameException(String message) {
        super(message);
    }
}
