package org.sharpeyes.registry.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * Least squares over east, north, height (metres), azimuth, tilt and horizontal angle (degrees) of a pinhole camera
 * (D. W. Marquardt, An Algorithm for Least-Squares Estimation of Nonlinear Parameters, 1963). Confined to one thread.
 */
final class PoseSolver {
    private static final int VALUES = 6;
    private static final int AZIMUTH = 3;
    private static final int MAX_STEPS = 80;
    private static final double[] STEP = {0.01, 0.01, 0.01, 0.001, 0.001, 0.001};
    private static final double[] LEAST = {-1e5, -1e5, 0.3, -1e9, -60, 5};
    private static final double[] MOST = {1e5, 1e5, 200, 1e9, 89, 150};

    private final List<Mark> marks;
    private final double aspect;
    private final double click;
    private final double mapError;
    private final double[][] priors;

    /** A landmark: where it is in the picture, and where in metres of the map. */
    record Mark(double x, double y, double east, double north, double height) {}

    /** @param errors three standard deviations each */
    record Solution(double[] values, double[] errors, double cost) {}

    /** @param priors mean and standard deviation of each value; a mean that is no number holds nothing down */
    PoseSolver(List<Mark> marks, double aspect, double click, double mapError, double[][] priors) {
        this.marks = List.copyOf(marks);
        this.aspect = aspect;
        this.click = click;
        this.mapError = mapError;
        this.priors = priors;
    }

    Solution solve(double azimuth) {
        double[] at = new double[VALUES];
        for (int i = 0; i < VALUES; i++) {
            at[i] = i == AZIMUTH ? azimuth : priors[i][0];
        }
        double damping = 1e-3;
        double[] residuals = residuals(at);
        double cost = square(residuals);
        for (int step = 0; step < MAX_STEPS; step++) {
            double[][] jacobian = jacobian(at, residuals);
            double[][] normal = normal(jacobian);
            double[] gradient = gradient(jacobian, residuals);
            for (int i = 0; i < VALUES; i++) {
                normal[i][i] *= 1 + damping;
            }
            double[] move = solve(normal, gradient);
            double[] next = new double[VALUES];
            for (int i = 0; i < VALUES; i++) {
                next[i] = Math.max(LEAST[i], Math.min(MOST[i], at[i] - move[i]));
            }
            double[] nextResiduals = residuals(next);
            double nextCost = square(nextResiduals);
            if (nextCost < cost) {
                boolean done = cost - nextCost < 1e-10 * (1 + cost);
                at = next;
                residuals = nextResiduals;
                cost = nextCost;
                damping = Math.max(1e-9, damping / 4);
                if (done) {
                    break;
                }
            } else {
                damping *= 6;
                if (damping > 1e9) {
                    break;
                }
            }
        }
        return new Solution(at, errors(at, residuals), cost);
    }

    /** Three standard deviations, widened when the landmarks fit worse than their errors explain. */
    private double[] errors(double[] at, double[] residuals) {
        double[][] normal = normal(jacobian(at, residuals));
        double fit = 0;
        for (int i = 0; i < 2 * marks.size(); i++) {
            fit += residuals[i] * residuals[i];
        }
        double widened = Math.max(1, Math.sqrt(fit / marks.size()));
        double[] errors = new double[VALUES];
        for (int i = 0; i < VALUES; i++) {
            double[] unit = new double[VALUES];
            unit[i] = 1;
            errors[i] = 3 * widened * Math.sqrt(Math.max(0, solve(normal, unit)[i]));
        }
        return errors;
    }

    private double[] residuals(double[] at) {
        double[] residuals = new double[2 * marks.size() + VALUES];
        int k = 0;
        for (Mark mark : marks) {
            double[] off = off(at, mark);
            double sigma = Math.hypot(click, Math.toDegrees(Math.atan2(mapError, distance(at, mark))));
            residuals[k++] = off[0] / sigma;
            residuals[k++] = off[1] / sigma;
        }
        for (int i = 0; i < VALUES; i++) {
            residuals[k++] = Double.isNaN(priors[i][0]) ? 0 : (at[i] - priors[i][0]) / priors[i][1];
        }
        return residuals;
    }

    /** Degrees across and down between where the mark is seen and where it should be. */
    private double[] off(double[] at, Mark mark) {
        double half = Math.tan(Math.toRadians(at[5] / 2));
        double right = (2 * mark.x() - 1) * half;
        double down = (2 * mark.y() - 1) * half / aspect;
        // The ray of the picture, turned down by the tilt.
        double tilt = Math.toRadians(at[4]);
        double forward = Math.cos(tilt) - down * Math.sin(tilt);
        double below = Math.sin(tilt) + down * Math.cos(tilt);
        double seenAzimuth = at[AZIMUTH] + Math.toDegrees(Math.atan2(right, forward));
        double seenBelow = Math.toDegrees(Math.atan2(below, Math.hypot(right, forward)));
        double east = mark.east() - at[0];
        double north = mark.north() - at[1];
        double flat = Math.max(0.1, Math.hypot(east, north));
        double trueAzimuth = Math.toDegrees(Math.atan2(east, north));
        double trueBelow = Math.toDegrees(Math.atan2(at[2] - mark.height(), flat));
        double across = Math.IEEEremainder(seenAzimuth - trueAzimuth, 360) * Math.cos(Math.toRadians(trueBelow));
        return new double[] {across, seenBelow - trueBelow};
    }

    private static double distance(double[] at, Mark mark) {
        return Math.max(1, Math.hypot(mark.east() - at[0], mark.north() - at[1]));
    }

    /** How far each landmark is missed, in degrees and in metres at its distance. */
    List<Calibration.Miss> misses(double[] at) {
        List<Calibration.Miss> misses = new ArrayList<>();
        for (Mark mark : marks) {
            double[] off = off(at, mark);
            double degrees = Math.hypot(off[0], off[1]);
            misses.add(new Calibration.Miss(degrees, Math.toRadians(degrees) * distance(at, mark)));
        }
        return misses;
    }

    double verticalAngle(double horizontalAngle) {
        return Math.toDegrees(2 * Math.atan(Math.tan(Math.toRadians(horizontalAngle / 2)) / aspect));
    }

    private double[][] jacobian(double[] at, double[] residuals) {
        double[][] jacobian = new double[residuals.length][VALUES];
        for (int i = 0; i < VALUES; i++) {
            double[] moved = at.clone();
            moved[i] += STEP[i];
            double[] changed = residuals(moved);
            for (int k = 0; k < residuals.length; k++) {
                jacobian[k][i] = (changed[k] - residuals[k]) / STEP[i];
            }
        }
        return jacobian;
    }

    private static double[][] normal(double[][] jacobian) {
        double[][] normal = new double[VALUES][VALUES];
        for (double[] row : jacobian) {
            for (int i = 0; i < VALUES; i++) {
                for (int k = 0; k < VALUES; k++) {
                    normal[i][k] += row[i] * row[k];
                }
            }
        }
        for (int i = 0; i < VALUES; i++) {
            normal[i][i] += 1e-12;
        }
        return normal;
    }

    private static double[] gradient(double[][] jacobian, double[] residuals) {
        double[] gradient = new double[VALUES];
        for (int k = 0; k < residuals.length; k++) {
            for (int i = 0; i < VALUES; i++) {
                gradient[i] += jacobian[k][i] * residuals[k];
            }
        }
        return gradient;
    }

    private static double square(double[] residuals) {
        double sum = 0;
        for (double each : residuals) {
            sum += each * each;
        }
        return sum;
    }

    /** Gauss with pivots; the matrix is positive definite. */
    private static double[] solve(double[][] matrix, double[] right) {
        double[][] a = new double[VALUES][];
        double[] b = right.clone();
        for (int i = 0; i < VALUES; i++) {
            a[i] = matrix[i].clone();
        }
        for (int column = 0; column < VALUES; column++) {
            int pivot = column;
            for (int row = column + 1; row < VALUES; row++) {
                if (Math.abs(a[row][column]) > Math.abs(a[pivot][column])) {
                    pivot = row;
                }
            }
            double[] swapped = a[column];
            a[column] = a[pivot];
            a[pivot] = swapped;
            double value = b[column];
            b[column] = b[pivot];
            b[pivot] = value;
            for (int row = column + 1; row < VALUES; row++) {
                double factor = a[row][column] / a[column][column];
                for (int k = column; k < VALUES; k++) {
                    a[row][k] -= factor * a[column][k];
                }
                b[row] -= factor * b[column];
            }
        }
        double[] found = new double[VALUES];
        for (int row = VALUES - 1; row >= 0; row--) {
            double sum = b[row];
            for (int k = row + 1; k < VALUES; k++) {
                sum -= a[row][k] * found[k];
            }
            found[row] = sum / a[row][row];
        }
        return found;
    }
}
