package org.sharpeyes.gateway.discovery;

import java.time.Duration;
import java.util.List;

/**
 * How the gateway searches.
 *
 * @param interfaces names of the interfaces that multicast goes out by, as {@code eth0}; {@code lo} works too
 * @param listen how long answers to multicast are awaited
 * @param addressesPerSecond pace of a unicast scan
 * @param ports on which ONVIF is looked for by unicast
 * @param answerTimeout how long one address has to answer
 */
public record ScanSettings(
        List<String> interfaces, Duration listen, int addressesPerSecond, List<Integer> ports, Duration answerTimeout) {
    public static final ScanSettings DEFAULT =
            new ScanSettings(List.of(), Duration.ofSeconds(4), 200, List.of(80), Duration.ofMillis(1500));

    private static final int FASTEST = 2_000;

    public ScanSettings {
        interfaces = List.copyOf(interfaces);
        ports = List.copyOf(ports);
        if (addressesPerSecond < 1 || addressesPerSecond > FASTEST) {
            throw new IllegalArgumentException(
                    "gateway.scan.addresses-per-second: " + addressesPerSecond + " (expected: 1 to " + FASTEST + ")");
        }
        for (int port : ports) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("gateway.scan.ports: " + port + " (expected: 1 to 65535)");
            }
        }
    }
}
