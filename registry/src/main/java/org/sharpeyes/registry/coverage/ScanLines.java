package org.sharpeyes.registry.coverage;

import java.util.Arrays;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Turns polygons into runs of 1 m cells: a cell belongs to a polygon when its middle does. Stateless. */
final class ScanLines {
    private ScanLines() {}

    /** Takes one run of cells in a row, {@code to} excluded. */
    interface Runs {
        void run(int row, int from, int to);
    }

    /** All runs of the polygons of {@code geometry} that lie in rows {@code leastRow} to {@code mostRow}, both included. */
    static void scan(Geometry geometry, int leastRow, int mostRow, Runs runs) {
        for (int i = 0; i < geometry.getNumGeometries(); i++) {
            Geometry part = geometry.getGeometryN(i);
            if (part instanceof Polygon polygon) {
                if (!polygon.isEmpty()) {
                    scan(polygon, leastRow, mostRow, runs);
                }
            } else if (part instanceof GeometryCollection) {
                scan(part, leastRow, mostRow, runs);
            }
        }
    }

    static void scan(Geometry geometry, Runs runs) {
        scan(geometry, Integer.MIN_VALUE, Integer.MAX_VALUE, runs);
    }

    private static void scan(Polygon polygon, int leastRow, int mostRow, Runs runs) {
        Envelope box = polygon.getEnvelopeInternal();
        int first = Math.max(leastRow, (int) Math.floor(box.getMinY()));
        int last = Math.min(mostRow, (int) Math.ceil(box.getMaxY()));
        if (first > last) {
            return;
        }
        Crossings crossings = new Crossings(first, last);
        crossings.add(polygon.getExteriorRing());
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
            crossings.add(polygon.getInteriorRingN(hole));
        }
        crossings.emit(runs);
    }

    /** Where edges cross the middles of rows. */
    private static final class Crossings {
        private final int first;
        private final int last;
        private final double[][] xs;
        private final int[] counts;

        Crossings(int first, int last) {
            this.first = first;
            this.last = last;
            this.xs = new double[last - first + 1][];
            this.counts = new int[last - first + 1];
        }

        void add(LinearRing ring) {
            Coordinate[] corners = ring.getCoordinates();
            for (int i = 0; i + 1 < corners.length; i++) {
                Coordinate low = corners[i].y <= corners[i + 1].y ? corners[i] : corners[i + 1];
                Coordinate high = corners[i].y <= corners[i + 1].y ? corners[i + 1] : corners[i];
                // Rows whose middle lies in [low.y, high.y): each corner is counted once.
                int from = Math.max(first, (int) Math.ceil(low.y - 0.5));
                int to = Math.min(last, (int) Math.ceil(high.y - 0.5) - 1);
                for (int row = from; row <= to; row++) {
                    double y = row + 0.5;
                    add(row - first, low.x + (high.x - low.x) * (y - low.y) / (high.y - low.y));
                }
            }
        }

        private void add(int index, double x) {
            double[] row = xs[index];
            if (row == null) {
                row = new double[4];
                xs[index] = row;
            } else if (counts[index] == row.length) {
                row = Arrays.copyOf(row, row.length * 2);
                xs[index] = row;
            }
            row[counts[index]++] = x;
        }

        void emit(Runs runs) {
            for (int index = 0; index < xs.length; index++) {
                double[] row = xs[index];
                if (row == null) {
                    continue;
                }
                Arrays.sort(row, 0, counts[index]);
                for (int k = 0; k + 1 < counts[index]; k += 2) {
                    int from = (int) Math.ceil(row[k] - 0.5);
                    int to = (int) Math.ceil(row[k + 1] - 0.5);
                    if (from < to) {
                        runs.run(first + index, from, to);
                    }
                }
            }
        }
    }
}
