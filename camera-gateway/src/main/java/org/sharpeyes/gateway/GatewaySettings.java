package org.sharpeyes.gateway;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.sharpeyes.gateway.discovery.ScanSettings;
import org.sharpeyes.gateway.ledger.LedgerSettings;
import org.sharpeyes.gateway.probe.ProbeSettings;

/**
 * How the gateway deals with cameras; bound from {@code gateway.*}.
 *
 * @param networks where cameras may be, besides the loopback network of a simulator; CIDR. Empty: the private networks
 * @param callTimeout until an ONVIF call is answered
 * @param frameTimeout until a stream that is being registered shows its first picture
 * @param registrations at once
 * @param logins at once: password checks, streams that are being opened
 * @param ledger limits of uplinks, recorders and devices
 */
public record GatewaySettings(
        List<String> networks,
        Duration callTimeout,
        Duration frameTimeout,
        int registrations,
        int logins,
        ScanSettings scan,
        ProbeSettings probe,
        LedgerSettings ledger) {
    public GatewaySettings {
        networks = networks == null ? List.of() : List.copyOf(networks);
        requireNonNull(callTimeout, "gateway.call-timeout");
        requireNonNull(frameTimeout, "gateway.frame-timeout");
        requireNonNull(scan, "gateway.scan");
        requireNonNull(probe, "gateway.probe");
        requireNonNull(ledger, "gateway.ledger");
        if (registrations < 1 || registrations > 256) {
            throw new IllegalArgumentException("gateway.registrations: " + registrations + " (expected: 1 to 256)");
        }
        if (logins < 1 || logins > 256) {
            throw new IllegalArgumentException("gateway.logins: " + logins + " (expected: 1 to 256)");
        }
    }
}
