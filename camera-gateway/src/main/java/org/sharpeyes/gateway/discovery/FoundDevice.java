package org.sharpeyes.gateway.discovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.model.DeviceId;

/**
 * One entry of the inbox: a device that was found and waits for a person. What it says of itself is not trusted.
 *
 * @param device its identity once it is registered
 */
public record FoundDevice(
        UUID id, Finding finding, State state, Optional<DeviceId> device, Instant firstSeen, Instant lastSeen) {
    /** What a person made of it. */
    public enum State {
        NEW,
        REGISTERED,
        IGNORED
    }

    /** Whose refusals are counted: the registered device, or this entry until then. */
    public DeviceId guardedAs() {
        return device.orElseGet(() -> new DeviceId(id));
    }

    /**
     * What was found out without a password.
     *
     * @param endpoint identity of WS-Discovery in its one spelling, empty if found otherwise
     * @param path where it answered
     * @param onvifPort announced port of the device service, before any mapping
     * @param servicePath of the device service
     * @param serial {@code ""} if it does not tell without a password; so are the other words
     * @param reasons why it is here and what is odd about it, for the person who decides
     */
    public record Finding(
            Optional<String> endpoint,
            AccessPath path,
            int onvifPort,
            String servicePath,
            String name,
            String manufacturer,
            String model,
            String serial,
            String location,
            List<String> reasons) {
        public Finding {
            reasons = List.copyOf(reasons);
        }
    }
}
