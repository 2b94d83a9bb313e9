package org.sharpeyes.gateway.registration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;

/**
 * One registration and how far it is. Immutable.
 *
 * @param found entry of the inbox, empty for a stream address
 * @param cameras what it made
 */
public record Registration(
        UUID id,
        Optional<UUID> found,
        State state,
        Optional<DeviceId> device,
        List<CameraId> cameras,
        List<Step> steps,
        Instant startedAt) {
    public Registration {
        cameras = List.copyOf(cameras);
        steps = List.copyOf(steps);
    }

    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /** In the order in which they are taken; each rules out one cause before the next. */
    public enum StepName {
        CLOCK("clock"),
        PASSWORD("password"),
        CHANNELS("channels"),
        PROFILES("profiles"),
        FIRST_FRAME("first frame"),
        PLACE("place");

        private final String text;

        StepName(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public enum Outcome {
        OK,
        /** Goes on, but a person should look at it. */
        WARNING,
        FAILED
    }

    /** @param detail in words for a technician; never a credential */
    public record Step(StepName step, Outcome outcome, String detail, Instant at) {}
}
