package org.sharpeyes.gateway.access;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * An address that a device announced or a person typed, taken apart without believing it. Devices write what no URI
 * parser takes, so this one is lenient about the path and strict about the rest. Immutable.
 *
 * @param scheme lower case
 * @param host as written, without user info; not resolved
 * @param port the written one, or the scheme's own
 * @param target path and query, starting with {@code /}
 */
public record DeviceUri(String scheme, String host, int port, String target) {
    private static final int LONGEST = 2_000;

    /**
     * User info is dropped: credentials travel apart.
     *
     * @throws RefusedAddressException if it is none of http, https, rtsp, or not an address at all
     */
    public static DeviceUri parse(String text) throws RefusedAddressException {
        String uri = text.strip();
        int colon = uri.indexOf("://");
        if (uri.length() > LONGEST || colon < 1 || uri.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new RefusedAddressException("address: not a URI (expected: http://… or rtsp://…)");
        }
        String scheme = uri.substring(0, colon).toLowerCase(Locale.ROOT);
        int defaultPort =
                switch (scheme) {
                    case "http" -> 80;
                    case "https" -> 443;
                    case "rtsp" -> 554;
                    default ->
                        throw new RefusedAddressException("address: scheme of "
                                + Math.min(scheme.length(), LONGEST)
                                + " letters (expected: http, https or rtsp)");
                };
        String rest = uri.substring(colon + 3);
        int slash = indexOfAny(rest);
        String authority = rest.substring(0, slash);
        String target = rest.substring(slash);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        int portAt = authority.startsWith("[") ? authority.indexOf("]:") + 1 : authority.indexOf(':');
        String host = portAt <= 0 ? authority : authority.substring(0, portAt);
        int port = portAt <= 0 ? defaultPort : port(authority.substring(portAt + 1), defaultPort);
        if (host.isEmpty()) {
            throw new RefusedAddressException("address: no host (expected: scheme://host/…)");
        }
        return new DeviceUri(scheme, host, port, target.startsWith("/") ? target.replace(" ", "%20") : "/" + target);
    }

    private static int indexOfAny(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '/' || c == '?' || c == '#' || c == '\\') {
                return i;
            }
        }
        return rest.length();
    }

    private static int port(String text, int defaultPort) throws RefusedAddressException {
        if (text.isEmpty()) {
            return defaultPort;
        }
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new RefusedAddressException("address: port (expected: 1 to 65535)");
        }
        return port;
    }

    /** The address if the host is written as a number. */
    public Optional<java.net.InetAddress> address() {
        return IpLiteral.parse(host);
    }

    /** Where to connect: the access path, whatever host was announced. */
    public InetSocketAddress over(AccessPath path, CameraService service) {
        return path.socket(service, port);
    }

    /** The same on the access path; holds no credentials. */
    public String rewritten(AccessPath path, CameraService service) {
        return scheme + "://" + IpLiteral.inUri(path.host()) + ":"
                + path.port(service).orElse(port) + target;
    }
}
