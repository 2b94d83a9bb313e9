package org.sharpeyes.gateway.discovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sharpeyes.gateway.discovery.FoundDevice.Finding;
import org.sharpeyes.gateway.discovery.FoundDevice.State;

/**
 * Found devices that wait for a person. Thread-safe; may block.
 *
 * <p>One device is one entry: it is known again by its endpoint; without one by its serial (with maker and model); without
 * either by where its device service is. Holds at most {@value #MOST_ENTRIES}; then new ones are turned away.
 */
public interface Inbox {
    int MOST_ENTRIES = 50_000;

    /** @return the entry, new or refreshed; empty if the inbox is full */
    Optional<FoundDevice> put(Finding finding, Instant seenAt);

    Optional<FoundDevice> find(UUID id);

    /**
     * Entries by first sight, then id.
     *
     * @param after the id of the last entry of the page before
     */
    List<FoundDevice> list(Optional<UUID> after, int limit);

    /** Puts it aside, or back. */
    void mark(UUID id, State state);

    /** Keeps as which device it was registered. */
    void registered(UUID id, org.sharpeyes.model.DeviceId device);

    /** Keeps what only a password brought to light. */
    void describe(UUID id, String manufacturer, String model, String serial);

    /** Keeps where the device is reached from now on. */
    void move(UUID id, org.sharpeyes.gateway.access.AccessPath path, int onvifPort);
}
