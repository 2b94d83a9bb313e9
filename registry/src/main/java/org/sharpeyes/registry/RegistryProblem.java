package org.sharpeyes.registry;

import static java.util.Objects.requireNonNull;

/** A command that cannot be done, by the caller's doing. */
public class RegistryProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose problem it is. */
    public enum Kind {
        /** What the command names is not there. */
        UNKNOWN,
        /** It is there, and in the way. */
        CONFLICT,
        /** A value cannot be used. */
        INVALID
    }

    private final Kind kind;

    public RegistryProblem(Kind kind, String message) {
        super(message);
        this.kind = requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
