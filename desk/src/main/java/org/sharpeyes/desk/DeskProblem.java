package org.sharpeyes.desk;

import static java.util.Objects.requireNonNull;

/** A command that cannot be done, by the caller's doing. */
public final class DeskProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose problem it is. */
    public enum Kind {
        /** What the command names is not there. */
        UNKNOWN,
        /** It is there, and in the way: another version, another owner, another step first. */
        CONFLICT
    }

    private final Kind kind;

    public DeskProblem(Kind kind, String message) {
        super(message);
        this.kind = requireNonNull(kind, "kind");
    }

    public static DeskProblem unknown(String what) {
        return new DeskProblem(Kind.UNKNOWN, what);
    }

    public static DeskProblem conflict(String why) {
        return new DeskProblem(Kind.CONFLICT, why);
    }

    public Kind kind() {
        return kind;
    }
}
