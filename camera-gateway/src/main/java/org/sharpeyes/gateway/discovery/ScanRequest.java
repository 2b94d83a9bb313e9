package org.sharpeyes.gateway.discovery;

import java.util.List;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.Network;

/**
 * What to search.
 *
 * @param multicast ask by WS-Discovery multicast on the interfaces of the settings
 * @param networks every address of these is asked by unicast
 * @param targets single devices on known ports, mapped ones among them
 */
public record ScanRequest(boolean multicast, List<Network> networks, List<Target> targets) {
    /** More than a /16 in one scan is refused. */
    public static final long MOST_ADDRESSES = 65_536;

    private static final int MOST_TARGETS = 10_000;

    /** @param onvifPort where the ONVIF service is reached, mapping included */
    public record Target(AccessPath path, int onvifPort) {}

    public ScanRequest {
        networks = List.copyOf(networks);
        targets = List.copyOf(targets);
        long addresses = 0;
        for (Network network : networks) {
            addresses += Math.min(network.size(), MOST_ADDRESSES + 1);
        }
        if (addresses > MOST_ADDRESSES) {
            throw new IllegalArgumentException(
                    "cidrs: " + addresses + " addresses or more (expected: at most " + MOST_ADDRESSES + ")");
        }
        if (targets.size() > MOST_TARGETS) {
            throw new IllegalArgumentException(
                    "targets: " + targets.size() + " (expected: at most " + MOST_TARGETS + ")");
        }
        if (!multicast && networks.isEmpty() && targets.isEmpty()) {
            throw new IllegalArgumentException("scan: nothing to ask (expected: multicast, cidrs or targets)");
        }
    }
}
