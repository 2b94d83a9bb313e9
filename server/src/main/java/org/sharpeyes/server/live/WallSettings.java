package org.sharpeyes.server.live;

import java.net.InetAddress;
import java.util.List;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.relay.wall.WallScreen;

/**
 * Screens of hardware decoders; bound from {@code wall.*}.
 *
 * @param screens none for a town without a wall
 */
record WallSettings(List<Screen> screens) {
    /**
     * @param id 1 to 32 of a–z, 0–9 and hyphen, as it stands in the decoders' address
     * @param address the one address its decoders come from
     * @param account the account they sign in with, for nothing else; disabling it ends them
     */
    record Screen(String id, String address, String account) {
        WallScreen relay() {
            InetAddress from = IpLiteral.parse(address)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "wall.screens." + id + ".address: \"" + address + "\" (expected: an IP address)"));
            return new WallScreen(id, from, account);
        }
    }

    WallSettings {
        screens = screens == null ? List.of() : List.copyOf(screens);
    }
}
