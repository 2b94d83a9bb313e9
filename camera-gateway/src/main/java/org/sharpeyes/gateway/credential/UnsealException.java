package org.sharpeyes.gateway.credential;

/** A stored password that cannot be opened: the key file was replaced, or the row was changed. */
public final class UnsealException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnsealException(String message) {
        super(message);
    }
}
