package org.sharpeyes.registry.dependency;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.DependencyId;

/**
 * Something that cameras depend on.
 *
 * @param parent what it hangs on itself
 * @param grounds why it was proposed; empty when a person entered it
 */
public record Dependency(
        DependencyId id,
        DependencyKind kind,
        String name,
        @Nullable DependencyId parent,
        State state,
        String grounds) {

    /** Only accepted ones count for root causes. */
    public enum State {
        PROPOSED,
        ACCEPTED,
        REJECTED
    }

    public Dependency {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(state, "state");
        requireNonNull(grounds, "grounds");
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("name: " + name.length() + " characters (expected: 1 to 200)");
        }
        if (id.equals(parent)) {
            throw new IllegalArgumentException("parent: itself (expected: another dependency)");
        }
    }
}
