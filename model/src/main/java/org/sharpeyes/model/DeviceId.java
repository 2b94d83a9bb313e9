package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identity of a device: hardware found by endpoint address, serial and MAC, never by network address. Random (version 4), so that knowing one id tells nothing about another. */
public record DeviceId(UUID value) implements Comparable<DeviceId> {
    public DeviceId {
        requireNonNull(value, "device id");
    }

    public static DeviceId random() {
        return new DeviceId(UUID.randomUUID());
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static DeviceId parse(String text) {
        return new DeviceId(Ids.parse("device id", text));
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
