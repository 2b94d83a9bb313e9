package org.sharpeyes.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One observation about one layer of one camera.
 *
 * @param source what observed it: {@code probe}, {@code media}, {@code onvif-event}, {@code registration}, …
 * @param detail what was seen, in words a technician can use; never holds a credential
 * @param startedAt when the question was sent that this answers (equal to {@code observedAt} for what came unasked); a
 *     time-out is thereby known to be older than the moment it was noticed
 * @param observedAt wall-clock time of the observation; its age is judged by the reader
 * @param value what was measured, with its unit, where something is: {@code +3.2 s}
 * @param exchange what went over the wire, where it was kept
 */
public record Evidence(
        CameraId camera,
        HealthLayer layer,
        Outcome outcome,
        String source,
        String detail,
        Instant startedAt,
        Instant observedAt,
        @Nullable String value,
        @Nullable Exchange exchange) {

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
        requireNonNull(startedAt, "started at");
        requireNonNull(observedAt, "observed at");
    }

    /** Without a measured value, and nothing kept of the exchange. */
    public Evidence(
            CameraId camera,
            HealthLayer layer,
            Outcome outcome,
            String source,
            String detail,
            Instant startedAt,
            Instant observedAt) {
        this(camera, layer, outcome, source, detail, startedAt, observedAt, null, null);
    }

    /** What came unasked, or so quickly that the question and the answer share one time. */
    public Evidence(
            CameraId camera, HealthLayer layer, Outcome outcome, String source, String detail, Instant observedAt) {
        this(camera, layer, outcome, source, detail, observedAt, observedAt);
    }

    public boolean good() {
        return outcome == Outcome.GOOD;
    }
}
