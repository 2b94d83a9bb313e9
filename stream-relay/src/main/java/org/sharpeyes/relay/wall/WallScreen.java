package org.sharpeyes.relay.wall;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * A screen of decoders. Only somebody who comes from its address and signs in with its account gets its windows; to
 * everybody else they do not exist.
 */
public record WallScreen(String id, InetAddress address, String account) {
    public WallScreen {
        requireNonNull(id, "id");
        requireNonNull(address, "address");
        requireNonNull(account, "account");
    }
}
