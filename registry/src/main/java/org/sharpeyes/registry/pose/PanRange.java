package org.sharpeyes.registry.pose;

/**
 * How far a PTZ camera may turn its axis: clockwise from {@code from} to {@code to}, across north when {@code to} is less.
 *
 * @param from degrees from true north, 0 to below 360
 * @param to degrees, above 0, to 360; {@code (0, 360)} is all round
 */
public record PanRange(double from, double to) {
    public PanRange {
        if (!(from >= 0 && from < 360)) {
            throw new IllegalArgumentException("pan from: " + from + " (expected: 0 to below 360)");
        }
        if (!(to > 0 && to <= 360)) {
            throw new IllegalArgumentException("pan to: " + to + " (expected: above 0, to 360)");
        }
    }

    /** Degrees between its ends, above 0. */
    public double width() {
        return to > from ? to - from : to + 360 - from;
    }

    /** The direction in its middle. */
    public double middle() {
        return (from + width() / 2) % 360;
    }
}
