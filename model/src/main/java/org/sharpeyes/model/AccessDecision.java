package org.sharpeyes.model;

/**
 * The answer of the one decision point. A caller that gets {@link Hidden} must answer as if the thing did not exist.
 */
public sealed interface AccessDecision {
    /** May be done; {@code rule} says by which assignment, for the access register. */
    record Allowed(String rule) implements AccessDecision {}

    /** The person sees the thing but may not do this with it: 403. */
    record Forbidden(String reason) implements AccessDecision {}

    /** The person may not even know of it: 404, in every respect. */
    record Hidden() implements AccessDecision {}

    default boolean allowed() {
        return this instanceof Allowed;
    }
}
