package org.sharpeyes.gateway.access;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses written as numbers. A name is never resolved: what it means could change between the check and the call.
 * Octal, decimal and shortened IPv4 are refused, because programs differ on what they mean.
 */
public final class IpLiteral {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final int LONGEST = 45;

    private IpLiteral() {}

    /** @param text IPv4 dotted, or IPv6 with or without brackets; IPv4 within IPv6 becomes IPv4 */
    public static Optional<InetAddress> parse(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        boolean four = IPV4.matcher(bare).matches();
        if (bare.length() > LONGEST || bare.contains("%") || !four && !NetUtil.isValidIpV6Address(bare)) {
            return Optional.empty();
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(bare);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException wrongLength) {
            return Optional.empty();
        }
    }

    /** The form that stands in a URI: IPv6 in brackets. */
    public static String inUri(InetAddress address) {
        String text = NetUtil.toAddressString(address);
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
