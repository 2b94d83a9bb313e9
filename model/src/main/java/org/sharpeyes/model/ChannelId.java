package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identity of a channel: one video source of a device (ONVIF video source, NVR input). Random (version 4), so that knowing one id tells nothing about another. */
public record ChannelId(UUID value) implements Comparable<ChannelId> {
    public ChannelId {
        requireNonNull(value, "channel id");
    }

    public static ChannelId random() {
        return new ChannelId(UUID.randomUUID());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static ChannelId parse(String text) {
        return new ChannelId(Ids.parse("channel id", text));
    }

    @Override
    public int compareTo(ChannelId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
