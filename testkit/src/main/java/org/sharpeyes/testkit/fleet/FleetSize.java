package org.sharpeyes.testkit.fleet;

import static java.util.Objects.requireNonNull;

/**
 * How many devices of which sort, and where.
 *
 * @param cameras with an address of their own
 * @param nvrs recorders of 16 channels
 * @param switches the cameras are spread over them in runs of equal length; 0 for none
 * @param mapped cameras behind one address, told apart by their ports
 * @param seed of pictures, passwords and models; serial numbers and addresses do not depend on it
 * @param onvifPort of each address; 0 lets the system choose
 * @param rtspPort of each address; 0 lets the system choose
 */
public record FleetSize(
        int cameras,
        int nvrs,
        int switches,
        int mapped,
        LoopbackNetwork network,
        long seed,
        int onvifPort,
        int rtspPort) {
    public static final int MAX_CAMERAS = 20_000;
    public static final int MAX_NVRS = 1_000;
    public static final int MAX_MAPPED = 500;

    public FleetSize {
        requireCount("cameras", cameras, MAX_CAMERAS);
        requireCount("nvrs", nvrs, MAX_NVRS);
        requireCount("switches", switches, MAX_CAMERAS);
        requireCount("mapped", mapped, MAX_MAPPED);
        requireNonNull(network, "network");
        requireCount("onvifPort", onvifPort, 65_535);
        requireCount("rtspPort", rtspPort, 65_535);
    }

    /** So many cameras on 127.50.0.0/16 with ports that the system chooses: what a test wants. */
    public static FleetSize ofCameras(int cameras) {
        return new FleetSize(cameras, 0, 0, 0, LoopbackNetwork.parse("127.50.0.0/16"), 1, 0, 0);
    }

    /** The same with other numbers of recorders and switches. */
    public FleetSize with(int otherNvrs, int otherSwitches) {
        return new FleetSize(cameras, otherNvrs, otherSwitches, mapped, network, seed, onvifPort, rtspPort);
    }

    private static void requireCount(String field, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: 0 to " + max + ")");
        }
    }
}
