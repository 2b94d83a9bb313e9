package org.sharpeyes.gateway.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where cameras may be. Loopback is refused but for what is named; link-local (with the metadata services of clouds),
 * multicast and unspecified addresses are refused always. Immutable.
 *
 * @param cameras networks in which cameras live
 * @param loopback the part of 127.0.0.0/8 that a simulator lives in
 */
public record AllowedNetworks(List<Network> cameras, Optional<Network> loopback) {
    /** What RFC 1918, RFC 6598 and RFC 4193 keep for private use. */
    public static final List<Network> PRIVATE = List.of(
            Network.parse("10.0.0.0/8"),
            Network.parse("172.16.0.0/12"),
            Network.parse("192.168.0.0/16"),
            Network.parse("100.64.0.0/10"),
            Network.parse("fc00::/7"));

    private static final List<Network> NEVER = List.of(
            Network.parse("0.0.0.0/8"),
            Network.parse("169.254.0.0/16"),
            Network.parse("192.0.0.0/24"),
            Network.parse("224.0.0.0/3"),
            Network.parse("100.100.100.200/32"),
            Network.parse("fd00:ec2::254/128"),
            Network.parse("64:ff9b::/96"),
            Network.parse("2002::/16"));

    public AllowedNetworks {
        cameras = List.copyOf(cameras);
        loopback.ifPresent(network -> {
            if (!network.base().isLoopbackAddress() || network.prefix() < 8) {
                throw new IllegalArgumentException("loopback network: " + network + " (expected: within 127.0.0.0/8)");
            }
        });
    }

    /** @param named the value of {@code --network}: a loopback network, a network of cameras, or {@code ""} */
    public static AllowedNetworks privateAnd(String named) {
        if (named.isBlank()) {
            return new AllowedNetworks(PRIVATE, Optional.empty());
        }
        Network network = Network.parse(named.strip());
        if (network.base().isLoopbackAddress()) {
            return new AllowedNetworks(PRIVATE, Optional.of(network));
        }
        List<Network> cameras = new java.util.ArrayList<>(PRIVATE);
        cameras.add(network);
        return new AllowedNetworks(cameras, Optional.empty());
    }

    public boolean allows(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return loopback.map(network -> network.contains(address)).orElse(false);
        }
        if (address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || NEVER.stream().anyMatch(network -> network.contains(address))) {
            return false;
        }
        return cameras.stream().anyMatch(network -> network.contains(address));
    }

    /** @throws RefusedAddressException if cameras may not be there */
    public void require(InetAddress address) throws RefusedAddressException {
        if (!allows(address)) {
            throw new RefusedAddressException(
                    "address: " + IpLiteral.inUri(address) + " (expected: within the networks allowed for cameras)");
        }
    }
}
