package org.sharpeyes.testkit.fleet;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Something wrong with a device or one of its channels. Immutable. */
public sealed interface Fault {
    FaultKind kind();

    /** The cable is pulled: nothing is accepted, nothing answered, and open connections fall quiet without a FIN. */
    record Silent() implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.SILENT;
        }
    }

    /** The host answers, its services do not: connections are reset and refused. */
    record Refused() implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.REFUSED;
        }
    }

    /** Somebody changed the password on the device: what used to be right is refused on every service. */
    record WrongPassword() implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.WRONG_PASSWORD;
        }
    }

    /**
     * The clock of the device is wrong.
     *
     * @param offset added to the true time; may be negative
     */
    record Drift(Duration offset) implements Fault {
        public Drift {
            requireNonNull(offset, "offset");
        }

        @Override
        public FaultKind kind() {
            return FaultKind.DRIFT;
        }
    }

    /** Pictures keep coming, all the same. */
    record Frozen() implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.FROZEN;
        }
    }

    /** Pictures keep coming, all black. */
    record Black() implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.BLACK;
        }
    }

    /**
     * Answers come late; media that flows is not delayed.
     *
     * @param delay before each ONVIF and RTSP answer
     */
    record Slow(Duration delay) implements Fault {
        public Slow {
            if (delay.isNegative() || delay.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException("seconds: " + delay + " (expected: 0 to 10 minutes)");
            }
        }

        @Override
        public FaultKind kind() {
            return FaultKind.SLOW;
        }
    }

    /**
     * Silent for a while, well for a while, over and over; begins with silence.
     *
     * @param down how long it is silent
     * @param up how long it is well
     */
    record Flapping(Duration down, Duration up) implements Fault {
        public Flapping {
            if (down.toMillis() < 100 || up.toMillis() < 100) {
                throw new IllegalArgumentException(
                        "downSeconds, upSeconds: " + down + ", " + up + " (expected: at least 0.1 each)");
            }
        }

        @Override
        public FaultKind kind() {
            return FaultKind.FLAPPING;
        }
    }

    /** ONVIF answers are no well-formed XML. */
    record Malformed(Damage damage) implements Fault {
        public Malformed {
            requireNonNull(damage, "damage");
        }

        @Override
        public FaultKind kind() {
            return FaultKind.MALFORMED;
        }

        /** How answers are spoiled; all seen on real devices. */
        public enum Damage {
            /** A bare {@code &} in a text. */
            AMPERSAND,
            /** Bytes of GB 18030 under a declaration of UTF-8. */
            CHARSET,
            /** The second half is missing. */
            CUT,
            /** HTML of a login page. */
            HTML
        }
    }

    /**
     * The device announces addresses of another host: in discovery, service addresses and stream addresses.
     *
     * @param host what it announces instead of its own
     */
    record LyingAddress(String host) implements Fault {
        public LyingAddress {
            if (!host.matches("[A-Za-z0-9.-]{1,253}")) {
                throw new IllegalArgumentException("host: \"" + host + "\" (expected: a host name or IPv4 address)");
            }
        }

        @Override
        public FaultKind kind() {
            return FaultKind.LYING_ADDRESS;
        }
    }

    /** The device is locked, as after too many wrong passwords, until the fault is taken away. */
    record Lockout() implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.LOCKOUT;
        }
    }
}
