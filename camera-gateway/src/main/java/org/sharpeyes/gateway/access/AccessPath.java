package org.sharpeyes.gateway.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How a device is reached: directly, or through a mapping with a port per service. It is where the gateway connects,
 * never who the device is. Immutable.
 *
 * @param ports mapped port of a service; a service without entry is on the port that the device announces
 */
public record AccessPath(InetAddress host, Map<CameraService, Integer> ports) {
    public AccessPath {
        ports = Map.copyOf(ports);
        ports.values().forEach(AccessPath::checkPort);
    }

    public static AccessPath direct(InetAddress host) {
        return new AccessPath(host, Map.of());
    }

    public OptionalInt port(CameraService service) {
        Integer port = ports.get(service);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** The socket of a service that announces itself on {@code announcedPort}. */
    public InetSocketAddress socket(CameraService service, int announcedPort) {
        checkPort(announcedPort);
        return new InetSocketAddress(host, port(service).orElse(announcedPort));
    }

    private static void checkPort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
    }

    @Override
    public String toString() {
        return IpLiteral.inUri(host) + (ports.isEmpty() ? "" : " " + ports);
    }
}
