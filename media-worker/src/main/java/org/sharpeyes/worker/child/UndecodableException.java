package org.sharpeyes.worker.child;

/** The stream holds no picture that FFmpeg can make out. */
final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1;

    UndecodableException(String message) {
        super(message);
    }
}
