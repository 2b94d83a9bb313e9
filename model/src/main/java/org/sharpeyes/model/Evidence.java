package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One observation about one layer of one camera.
 *
 * @param source what observed it: {@code probe}, {@code media}, {@code onvif-event}, {@code registration}, …
 * @param detail what was seen, in words a technician can use; never holds a credential
 * @param observedAt wall-clock time of the observation; its age is judged by the reader
 */
public record Evidence(
        CameraId camera, HealthLayer layer, Outcome outcome, String source, String detail, Instant observedAt) {

    /** What the observation proves. */
    public enum Outcome {
        GOOD,
        BAD,
        /** Tried, and it proves neither: refused for lack of a password, a layer the device does not have. */
        INCONCLUSIVE
    }

    public Evidence {
        requireNonNull(camera, "camera");
        requireNonNull(layer, "layer");
        requireNonNull(outcome, "outcome");
        requireNonNull(source, "source");
        requireNonNull(detail, "detail");
        requireNonNull(observedAt, "observed at");
    }

    public boolean good() {
        return outcome == Outcome.GOOD;
    }
}
