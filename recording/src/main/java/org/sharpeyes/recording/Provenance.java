package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

/**
 * Where a recording was made and lies, and so how far its time can be trusted.
 *
 * @param source names the place to people: the volume's path, or the device
 */
public record Provenance(Kind kind, String source) {
    /** Who recorded. */
    public enum Kind {
        /** This server, as the pictures came: wall time is ours. */
        VOLUME,
        /** A network recorder: wall time is the device's, corrected by its measured offset. */
        RECORDER,
        /** The camera's own card. */
        CARD,
        /** Copied later from recorder or card into a gap of ours. */
        BACKFILL
    }

    public Provenance {
        requireNonNull(kind, "kind");
        requireNonNull(source, "source");
    }
}
