package org.sharpeyes.access.request;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;

/**
 * What somebody asks for. Never changes.
 *
 * @param place GeoJSON, as drawn
 * @param points that covered the place in the window, as far as they are asked for
 * @param grantFor how long it shall be open once approved
 */
public record Ask(
        UserId requester,
        String place,
        TimeWindow window,
        String purpose,
        String caseNumber,
        List<Point> points,
        Duration grantFor,
        Instant at) {
    /** Most points of one request: a square full of cameras, not a county. */
    public static final int MOST_POINTS = 200;

    private static final int LONGEST_PLACE = 20_000;

    /** @param grade how surely it covered the place: PROVEN, PROBABLE, POSSIBLE */
    public record Point(CameraId camera, String grade) {}

    public Ask {
        requireNonNull(requester, "requester");
        requireNonNull(window, "window");
        requireNonNull(at, "at");
        Texts.required("place", place, LONGEST_PLACE);
        Texts.required("purpose", purpose, Texts.LONG);
        Texts.required("caseNumber", caseNumber, Texts.SHORT);
        points = List.copyOf(points);
        if (points.isEmpty() || points.size() > MOST_POINTS) {
            throw new IllegalArgumentException("cameras: " + points.size() + " (expected: 1 to " + MOST_POINTS + ")");
        }
        if (grantFor.isNegative() || grantFor.isZero()) {
            throw new IllegalArgumentException("grantFor: " + grantFor + " (expected: more than 0)");
        }
        if (window.to().isAfter(at)) {
            throw new IllegalArgumentException("to: " + window.to() + " (expected: not in the future)");
        }
    }

    public Set<CameraId> cameras() {
        return points.stream().map(Point::camera).collect(Collectors.toUnmodifiableSet());
    }
}
