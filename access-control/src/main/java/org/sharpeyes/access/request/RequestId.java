package org.sharpeyes.access.request;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identity of an access request. Random (version 4), so that knowing one id tells nothing about another. */
public record RequestId(UUID value) {
    public RequestId {
        requireNonNull(value, "request id");
    }

    public static RequestId random() {
        return new RequestId(UUID.randomUUID());
    }

    /** @throws IllegalArgumentException if {@code text} is not a UUID */
    public static RequestId parse(String text) {
        try {
            return new RequestId(UUID.fromString(text));
        } catch (IllegalArgumentException noId) {
            throw new IllegalArgumentException("request id: \"" + text + "\" (expected: a UUID)", noId);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
