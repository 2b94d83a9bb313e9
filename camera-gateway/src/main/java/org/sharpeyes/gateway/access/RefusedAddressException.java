package org.sharpeyes.gateway.access;

/** An address that the gateway does not go to, whoever names it. */
public final class RefusedAddressException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedAddressException(String message) {
        super(message);
    }
}
