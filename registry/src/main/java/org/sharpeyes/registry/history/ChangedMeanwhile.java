package org.sharpeyes.registry.history;

import java.time.Instant;
import java.util.List;
import org.sharpeyes.registry.RegistryProblem;

/** Somebody else changed the thing since the author looked at it. Nothing was written. */
public final class ChangedMeanwhile extends RegistryProblem {
    private static final long serialVersionUID = 1L;

    private final long version;
    private final transient List<Made> changes;

    /** One change that the author has not seen. */
    public record Made(Instant at, String author, String reason, String command) {}

    /** @param changes that came in between, newest first */
    public ChangedMeanwhile(long basis, long version, List<Made> changes) {
        super(Kind.CONFLICT, "version: " + basis + " (expected: " + version + ", the newest)");
        this.version = version;
        this.changes = List.copyOf(changes);
    }

    public long version() {
        return version;
    }

    public List<Made> changes() {
        return changes;
    }
}
