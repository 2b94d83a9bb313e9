package org.sharpeyes.registry.pose;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.GeoPoint;

/**
 * A known position of a camera.
 *
 * @param error metres; the camera stands within this distance of {@code at}
 */
public record Position(
        GeoPoint at,
        ReadingSource source,
        double error,
        @Nullable LocalDate date) {
    public Position {
        requireNonNull(at, "at");
        requireNonNull(source, "source");
        if (!(error >= 0 && error <= 100_000)) {
            throw new IllegalArgumentException("position error: " + error + " (expected: 0 to 100000 m)");
        }
    }
}
