package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * How a fleet is run.
 *
 * @param cache folder for encoded loops, kept between runs
 * @param liveEncoders streams encoded as they are watched, at most; the others play loops
 * @param discovery whether devices answer WS-Discovery; off in tests that do not need it, the port is shared
 * @param eventLoops threads for all sockets together
 * @param clock true time of the world; lock-outs and clocks of devices follow it
 */
public record SimulatorSettings(Path cache, int liveEncoders, boolean discovery, int eventLoops, InstantSource clock) {
    public SimulatorSettings {
        requireNonNull(cache, "cache");
        requireNonNull(clock, "clock");
        if (eventLoops < 1 || eventLoops > 64) {
            throw new IllegalArgumentException("eventLoops: " + eventLoops + " (expected: 1 to 64)");
        }
        if (liveEncoders < 0 || liveEncoders > 64) {
            throw new IllegalArgumentException("liveEncoders: " + liveEncoders + " (expected: 0 to 64)");
        }
    }

    /** For module tests: no discovery, no live encoding, real time. */
    public static SimulatorSettings forTests(Path cache) {
        return new SimulatorSettings(cache, 0, false, 1, InstantSource.system());
    }

    /** The same with another clock. */
    public SimulatorSettings with(InstantSource otherClock) {
        return new SimulatorSettings(cache, liveEncoders, discovery, eventLoops, otherClock);
    }

    /** The same with another number of live encoders. */
    public SimulatorSettings withLive(int encoders) {
        return new SimulatorSettings(cache, encoders, discovery, eventLoops, clock);
    }

    /** The same with devices that answer WS-Discovery. */
    public SimulatorSettings withDiscovery() {
        return new SimulatorSettings(cache, liveEncoders, true, eventLoops, clock);
    }
}
