package org.sharpeyes.gateway.ledger;

import static java.util.Objects.requireNonNull;

/**
 * One scarce thing.
 *
 * @param id of the uplink or the device
 */
public record Resource(Kind kind, String id) {
    /** What is counted. */
    public enum Kind {
        /** Bits a second of an uplink. */
        UPLINK,
        /** Bits a second that a recorder gives out. */
        RECORDER_OUTPUT,
        /** Media sessions that a device allows. */
        SESSIONS,
        /** Streams that are being opened at once: what was lost together comes back in steps. */
        OPENINGS;

        boolean countsBits() {
            return this == UPLINK || this == RECORDER_OUTPUT;
        }
    }

    public Resource {
        requireNonNull(kind, "kind");
        requireNonNull(id, "id");
        if (id.isBlank()) {
            throw new IllegalArgumentException("id: \"" + id + "\" (expected: not blank)");
        }
    }

    @Override
    public String toString() {
        return kind + " " + id;
    }
}
