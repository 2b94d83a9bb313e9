package org.sharpeyes.recording.volume;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.recording.VolumeId;

/** Whether a volume can be used. */
public sealed interface VolumeState {
    /** Not tried yet, or being recovered. */
    record Starting() implements VolumeState {}

    record Online(VolumeId id, Instant since) implements VolumeState {}

    /**
     * Cannot be used now; it is tried again and again.
     *
     * @param id as far as it is known
     */
    record Failed(String cause, Instant since, @Nullable VolumeId id) implements VolumeState {}

    record Closed() implements VolumeState {}
}
