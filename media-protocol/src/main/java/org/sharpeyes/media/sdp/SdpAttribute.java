package org.sharpeyes.media.sdp;

import static java.util.Objects.requireNonNull;

/**
 * One {@code a=} line.
 *
 * @param value empty for a flag such as {@code recvonly}
 */
public record SdpAttribute(String name, String value) {
    public SdpAttribute {
        requireNonNull(value, "value");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("attribute: empty name (expected: a token)");
        }
        if ((name + value).chars().anyMatch(c -> c == '\r' || c == '\n')) {
            throw new IllegalArgumentException("attribute " + name + ": has a line end (expected: one line)");
        }
    }

    String line() {
        return value.isEmpty() ? name : name + ':' + value;
    }
}
