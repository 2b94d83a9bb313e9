package org.sharpeyes.access.register;

/** The store of the register cannot be reached or cannot write; the journal takes over. */
public final class RegisterUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public RegisterUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
