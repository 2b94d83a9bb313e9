package org.sharpeyes.registry.calibration;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.geo.LocalMap;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/**
 * Solves a pose from landmarks: the camera is a pinhole without roll, the six unknowns (east, north, height, azimuth, tilt,
 * horizontal angle) are found by least squares (Levenberg–Marquardt) over the landmarks' directions and over what was known
 * before, each by its error. With the landmarks alone three would do for few of them; what is known already makes up for the
 * rest, and what nothing holds down comes out with a large error.
 *
 * @param pose solved values as calibrated, with errors of three standard deviations; others as before
 * @param residualDegrees root mean square of how far a landmark's direction is missed
 * @param residualMetres the same on the ground at the landmarks
 * @param perLandmark in the order given
 * @param usable whether the result may stand as calibrated
 * @param says why, in words
 */
public record Calibration(
        Pose pose, double residualDegrees, double residualMetres, List<Miss> perLandmark, boolean usable, String says) {
    public static final int LEAST = 3;
    public static final int MOST = 12;

    /** A click is no better than this, degrees. */
    private static final double CLICK = 0.5;

    /** A landmark on a map is no better than this, metres. */
    private static final double MAP_ERROR = 1;

    /** No value comes out surer than this: lenses bend, and a camera is never quite level. Metres and degrees. */
    private static final double[] LEAST_ERROR = {0.5, 0.5, 0.3, 1, 1, 1};

    private static final double USABLE_DEGREES = 2;
    private static final double USABLE_AZIMUTH_ERROR = 20;

    /** Where solving starts from, degrees apart. */
    private static final int START_STEP = 30;

    /** Share of the picture's width that the landmarks must span. */
    private static final double LEAST_SPREAD = 0.05;

    public Calibration {
        perLandmark = List.copyOf(perLandmark);
    }

    /** How far one landmark is missed. */
    public record Miss(double degrees, double metres) {}

    /**
     * @param before what is known of the pose; without a position {@code somewhere} must say roughly where it is
     * @param aspect width of the picture by its height
     * @param somewhere a place within 200 m of the camera
     * @throws IllegalArgumentException if there are too few landmarks, or they lie in one direction
     */
    public static Calibration solve(
            Pose before, List<Landmark> landmarks, double aspect, @Nullable GeoPoint somewhere, LocalDate day) {
        if (landmarks.size() < LEAST || landmarks.size() > MOST) {
            throw new IllegalArgumentException(
                    "landmarks: " + landmarks.size() + " (expected: " + LEAST + " to " + MOST + ")");
        }
        if (!(aspect >= 0.3 && aspect <= 5)) {
            throw new IllegalArgumentException("aspect: " + aspect + " (expected: 0.3 to 5)");
        }
        Position position = before.position();
        GeoPoint origin = position != null ? position.at() : somewhere;
        if (origin == null) {
            throw new IllegalArgumentException("position: none (expected: a known one, or a place near the camera)");
        }
        LocalMap map = new LocalMap(origin);
        List<PoseSolver.Mark> marks = new ArrayList<>();
        for (Landmark each : landmarks) {
            Coordinate at = map.toMetres(each.at().longitude(), each.at().latitude());
            marks.add(new PoseSolver.Mark(each.x(), each.y(), at.x, at.y, each.height()));
        }
        requireSpread(landmarks);
        PoseSolver solver = new PoseSolver(marks, aspect, CLICK, MAP_ERROR, priors(before));
        PoseSolver.Solution best = null;
        for (int azimuth = 0; azimuth < 360; azimuth += START_STEP) {
            PoseSolver.Solution solution = solver.solve(azimuth);
            if (best == null || solution.cost() < best.cost()) {
                best = solution;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no start was tried");
        }
        return of(before, best, solver, map, day);
    }

    private static void requireSpread(List<Landmark> landmarks) {
        double least = landmarks.stream().mapToDouble(Landmark::x).min().orElse(0);
        double most = landmarks.stream().mapToDouble(Landmark::x).max().orElse(0);
        if (most - least < LEAST_SPREAD) {
            throw new IllegalArgumentException("landmarks: all within " + Math.round(100 * (most - least))
                    + " % of the picture's width (expected: at least 5 % apart)");
        }
    }

    /** What is known before: mean and standard deviation; an error is taken for two of them. */
    private static double[][] priors(Pose before) {
        Position position = before.position();
        boolean placed = position != null && position.source() != ReadingSource.ASSUMED;
        double place = position == null ? 100 : Math.max(0.3, (placed ? 1 : 2) * position.error() / 2);
        return new double[][] {
            {0, place},
            {0, place},
            prior(before.height(), 6, 3, 0.3),
            {Double.NaN, Double.POSITIVE_INFINITY},
            prior(before.tilt(), 12, 12, 0.5),
            prior(before.horizontalAngle(), 75, 25, 0.5)
        };
    }

    private static double[] prior(@Nullable Reading known, double usual, double spread, double least) {
        return known == null || known.source() == ReadingSource.ASSUMED
                ? new double[] {known == null ? usual : known.value(), spread}
                : new double[] {known.value(), Math.max(least, known.error() / 2)};
    }

    private static Calibration of(
            Pose before, PoseSolver.Solution solution, PoseSolver solver, LocalMap map, LocalDate day) {
        double[] v = solution.values();
        double[] error = solution.errors();
        for (int i = 0; i < error.length; i++) {
            error[i] = Math.max(LEAST_ERROR[i], error[i]);
        }
        GeoPoint at = map.toDegrees(v[0], v[1]);
        double turn = map.convergence(at.longitude(), at.latitude());
        Pose pose = new Pose(
                new Position(at, ReadingSource.CALIBRATED, Math.min(100_000, Math.hypot(error[0], error[1])), day),
                reading(Math.max(0, v[2]), error[2], day),
                reading(((v[3] + turn) % 360 + 360) % 360, Math.min(180, error[3]), day),
                reading(Math.max(-90, Math.min(90, v[4])), error[4], day),
                reading(Math.max(0.1, Math.min(360, v[5])), error[5], day),
                before.verticalAngle() != null
                        ? before.verticalAngle()
                        : reading(solver.verticalAngle(v[5]), error[5], day),
                before.reach(),
                before.nightReach(),
                before.pictureWidth(),
                before.pan());
        List<Miss> misses = solver.misses(v);
        double degrees = rms(misses.stream().mapToDouble(Miss::degrees).toArray());
        double metres = rms(misses.stream().mapToDouble(Miss::metres).toArray());
        boolean usable = degrees <= USABLE_DEGREES && error[3] <= USABLE_AZIMUTH_ERROR;
        String says = usable
                ? String.format(
                        java.util.Locale.ROOT,
                        "azimuth %.1f° ± %.1f°, landmarks missed by %.2f°",
                        ((v[3] + turn) % 360 + 360) % 360,
                        error[3],
                        degrees)
                : degrees > USABLE_DEGREES
                        ? "the landmarks do not fit one picture: is one of them another thing on the map?"
                        : "the landmarks do not hold the direction down: take some farther apart";
        return new Calibration(pose, degrees, metres, misses, usable, says);
    }

    private static Reading reading(double value, double error, LocalDate day) {
        return new Reading(value, ReadingSource.CALIBRATED, Math.min(1e6, error), day);
    }

    private static double rms(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum / values.length);
    }
}
