package org.sharpeyes.gateway.access;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A network in CIDR notation. Immutable. */
public record Network(InetAddress base, int prefix) {
    public Network {
        int bits = base.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("network prefix: " + prefix + " (expected: 0 to " + bits + ")");
        }
        if (!masked(base.getAddress(), prefix).equals(new BigInteger(1, base.getAddress()))) {
            throw new IllegalArgumentException(
                    "network: " + IpLiteral.inUri(base) + "/" + prefix + " (expected: host bits zero)");
        }
    }

    /** @throws IllegalArgumentException if {@code text} is no CIDR, or has bits set behind the prefix */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base =
                IpLiteral.parse(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> wrong(text));
        if (slash < 0) {
            return new Network(base, base.getAddress().length * 8);
        }
        String prefix = text.substring(slash + 1);
        if (!prefix.matches("\\d{1,3}")) {
            throw wrong(text);
        }
        return new Network(base, Integer.parseInt(prefix));
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("network: \"" + text.substring(0, Math.min(text.length(), 60))
                + "\" (expected: CIDR, as 192.0.2.0/24)");
    }

    private static BigInteger masked(byte[] address, int prefix) {
        int bits = address.length * 8;
        return new BigInteger(1, address).shiftRight(bits - prefix).shiftLeft(bits - prefix);
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == base.getAddress().length
                && masked(bytes, prefix).equals(new BigInteger(1, base.getAddress()));
    }

    /** How many addresses; at most {@link Long#MAX_VALUE}. */
    public long size() {
        int hostBits = base.getAddress().length * 8 - prefix;
        return hostBits >= 63 ? Long.MAX_VALUE : 1L << hostBits;
    }

    /** The address at that place, counted from the base. */
    public InetAddress at(long index) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException("index: " + index + " (expected: below " + size() + ")");
        }
        byte[] bytes = base.getAddress().clone();
        long carry = index;
        for (int i = bytes.length - 1; i >= 0 && carry != 0; i--) {
            long sum = (bytes[i] & 0xff) + (carry & 0xff);
            bytes[i] = (byte) sum;
            carry = (carry >>> 8) + (sum >>> 8);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("length is that of an address", e);
        }
    }

    @Override
    public String toString() {
        return IpLiteral.inUri(base).replace("[", "").replace("]", "") + "/" + prefix;
    }
}
