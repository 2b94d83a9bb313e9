package org.sharpeyes.alarm.delivery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Decides where messages may go: anywhere public, and into private, loopback or otherwise special networks only where the
 * settings name them. The address that was checked is the one that is connected to, so a name that later resolves to
 * something else changes nothing. Immutable.
 */
public final class TargetGuard {
    /** Networks of no public host (RFC 6890 and its registry), besides what {@link InetAddress} knows itself. */
    private static final List<Network> SPECIAL = List.of(
            Network.parse("0.0.0.0/8"),
            Network.parse("10.0.0.0/8"),
            Network.parse("100.64.0.0/10"),
            Network.parse("127.0.0.0/8"),
            Network.parse("169.254.0.0/16"),
            Network.parse("172.16.0.0/12"),
            Network.parse("192.0.0.0/24"),
            Network.parse("192.0.2.0/24"),
            Network.parse("192.88.99.0/24"),
            Network.parse("192.168.0.0/16"),
            Network.parse("198.18.0.0/15"),
            Network.parse("198.51.100.0/24"),
            Network.parse("203.0.113.0/24"),
            Network.parse("224.0.0.0/3"),
            Network.parse("::/3"),
            Network.parse("2001::/23"),
            Network.parse("2001:db8::/32"),
            Network.parse("2002::/16"),
            Network.parse("4000::/2"),
            Network.parse("8000::/1"));

    private final List<Network> allowed;

    /** @param allowedNetworks CIDRs of special networks that may be reached all the same */
    public TargetGuard(List<String> allowedNetworks) {
        this.allowed = allowedNetworks.stream().map(Network::parse).toList();
    }

    /**
     * Resolves the host and gives the first address that may be reached.
     *
     * @throws UnknownHostException if it does not resolve
     * @throws Refused if no address of it may be reached
     */
    public InetAddress resolve(String host) throws UnknownHostException, Refused {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        for (InetAddress address : InetAddress.getAllByName(bare)) {
            if (allows(address)) {
                return address;
            }
        }
        throw new Refused(host);
    }

    boolean allows(InetAddress address) {
        boolean special = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || SPECIAL.stream().anyMatch(network -> network.contains(address));
        return !special || allowed.stream().anyMatch(network -> network.contains(address));
    }

    /** The target lies in a network that the settings do not allow. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String host) {
            super(host
                    + " lies in a private or special network (expected: a public one, or one that the settings allow)");
        }
    }

    private record Network(InetAddress base, int bits) {
        static Network parse(String cidr) {
            int slash = cidr.indexOf('/');
            try {
                String address = slash < 0 ? "" : cidr.substring(0, slash);
                // Only literals: a settings file must not make us ask a name server.
                if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                    throw new IllegalArgumentException("no address");
                }
                InetAddress base = InetAddress.getByName(address);
                int bits = Integer.parseInt(cidr.substring(slash + 1));
                if (bits < 0 || bits > base.getAddress().length * 8) {
                    throw new IllegalArgumentException("prefix out of range");
                }
                return new Network(base, bits);
            } catch (UnknownHostException | IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "network: \"" + cidr + "\" (expected: CIDR such as 127.0.0.0/8)", wrong);
            }
        }

        boolean contains(InetAddress address) {
            if (base instanceof Inet4Address != address instanceof Inet4Address
                    || base instanceof Inet6Address != address instanceof Inet6Address) {
                return false;
            }
            byte[] a = base.getAddress();
            byte[] b = address.getAddress();
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
