package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identity of a volume: written in a file on it, so that a disk is known again wherever it is mounted. */
public record VolumeId(UUID value) {
    public VolumeId {
        requireNonNull(value, "volume id");
    }

    public static VolumeId random() {
        return new VolumeId(UUID.randomUUID());
    }

    /** @throws IllegalArgumentException if {@code text} is not a UUID */
    public static VolumeId parse(String text) {
        try {
            return new VolumeId(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            throw new IllegalArgumentException("volume id: \"" + text + "\" (expected: a UUID)", notAnId);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
