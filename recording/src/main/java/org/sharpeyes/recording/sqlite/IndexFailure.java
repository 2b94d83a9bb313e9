package org.sharpeyes.recording.sqlite;

import org.jspecify.annotations.Nullable;

/** The index of a volume cannot be read or written: the volume has failed. */
public final class IndexFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IndexFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
