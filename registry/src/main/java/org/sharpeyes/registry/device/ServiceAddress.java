package org.sharpeyes.registry.device;

import static java.util.Objects.requireNonNull;

/**
 * Where a service is reached.
 *
 * @param host address or name; without port, user or password
 * @param path with its leading slash, or empty
 */
public record ServiceAddress(String host, int port, String path) {
    public ServiceAddress {
        requireNonNull(host, "host");
        requireNonNull(path, "path");
        if (host.isBlank() || host.length() > 253 || host.contains("@") || host.contains("/")) {
            throw new IllegalArgumentException("host: (expected: an address or name without user, port or path)");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port + path;
    }
}
