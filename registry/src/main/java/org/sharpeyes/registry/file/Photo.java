package org.sharpeyes.registry.file;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/** A photograph of a point's file, without its bytes. */
public record Photo(UUID id, Kind kind, String mediaType, int bytes, Instant at, String author) {

    /** What it shows: the site before building, the camera close up, the view it is meant to have. */
    public enum Kind {
        SURVEY,
        CLOSE_UP,
        VIEW
    }

    public Photo {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
    }
}
