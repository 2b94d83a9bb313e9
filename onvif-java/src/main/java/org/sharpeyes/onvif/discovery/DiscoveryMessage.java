package org.sharpeyes.onvif.discovery;

import java.util.List;
import java.util.Optional;

/**
 * One datagram of WS-Discovery (2005). Written and read by {@link DiscoveryCodec}.
 *
 * <p>Every message has an id of its own, {@code urn:uuid:…}; answers name the message they answer.
 */
public sealed interface DiscoveryMessage {
    String messageId();

    /** Asks who is there. Without types and scopes everybody answers. */
    record Probe(String messageId, List<String> types, List<String> scopes) implements DiscoveryMessage {
        public Probe {
            types = List.copyOf(types);
            scopes = List.copyOf(scopes);
        }

        public static Probe forCameras(String messageId) {
            return new Probe(messageId, List.of("NetworkVideoTransmitter"), List.of());
        }

        /** Whether a device of these types and scopes has to answer; scopes match by prefix (RFC 3986 rule). */
        public boolean asksFor(AnnouncedDevice device) {
            return device.types().containsAll(types)
                    && scopes.stream().allMatch(asked -> device.scopes().stream()
                            .anyMatch(own -> own.equals(asked) || own.startsWith(asked + "/")));
        }
    }

    /** @param instance AppSequence: the start of the device, and the count of its messages */
    record ProbeMatches(String messageId, String relatesTo, List<AnnouncedDevice> devices, AppSequence instance)
            implements DiscoveryMessage {
        public ProbeMatches {
            devices = List.copyOf(devices);
        }
    }

    /** Asks where the device of this endpoint is. */
    record Resolve(String messageId, String endpoint) implements DiscoveryMessage {}

    record ResolveMatches(String messageId, String relatesTo, Optional<AnnouncedDevice> device, AppSequence instance)
            implements DiscoveryMessage {}

    /** A device has come. */
    record Hello(String messageId, AnnouncedDevice device, AppSequence instance) implements DiscoveryMessage {}

    /** A device goes. */
    record Bye(String messageId, String endpoint, AppSequence instance) implements DiscoveryMessage {}

    /** @param instanceId grows with every start of the device, seconds since 1970 as a rule */
    record AppSequence(long instanceId, long messageNumber) {
        public static final AppSequence NONE = new AppSequence(0, 0);
    }
}
