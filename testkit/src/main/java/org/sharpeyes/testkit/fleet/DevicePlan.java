package org.sharpeyes.testkit.fleet;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One simulated device: a camera, or an NVR with several channels behind one address.
 *
 * @param name unique in the fleet; a camera shares it with its channel
 * @param address where it listens, IPv4
 * @param onvifPort 0 lets the system choose
 * @param rtspPort 0 lets the system choose
 * @param innerAddress what a device behind a router with mapped ports believes its own address to be
 */
public record DevicePlan(
        String name,
        Kind kind,
        String address,
        int onvifPort,
        int rtspPort,
        Optional<String> innerAddress,
        String serial,
        String mac,
        UUID endpoint,
        DeviceModel model,
        Credentials credentials,
        List<ChannelPlan> channels) {

    public enum Kind {
        CAMERA,
        NVR
    }

    public DevicePlan {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
        requireNonNull(address, "address");
        requireNonNull(innerAddress, "innerAddress");
        requireNonNull(serial, "serial");
        requireNonNull(mac, "mac");
        requireNonNull(endpoint, "endpoint");
        requireNonNull(model, "model");
        requireNonNull(credentials, "credentials");
        channels = List.copyOf(channels);
        if (channels.isEmpty() || kind == Kind.CAMERA && channels.size() != 1) {
            throw new IllegalArgumentException(
                    "channels: " + channels.size() + " (expected: 1 for a camera, at least 1 for an NVR)");
        }
        requirePort("onvifPort", onvifPort);
        requirePort("rtspPort", rtspPort);
    }

    private static void requirePort(String field, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(field + ": " + port + " (expected: 0 to 65535)");
        }
    }
}
