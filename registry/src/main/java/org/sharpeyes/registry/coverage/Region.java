package org.sharpeyes.registry.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * The cells of an area that is counted again and again, tile by tile: a tile that lies wholly within is one mark, the others
 * keep their runs. Immutable.
 */
final class Region {
    private static final int TILE = CoverageLayer.TILE;
    private static final int[] FULL = {};

    private final Map<Long, int[]> tiles = new HashMap<>();
    private final long cells;

    Region(Geometry area) {
        Envelope box = area.getEnvelopeInternal();
        long sum = 0;
        if (!area.isEmpty()) {
            int first = Math.floorDiv((int) Math.floor(box.getMinY()), TILE);
            int last = Math.floorDiv((int) Math.ceil(box.getMaxY()), TILE);
            for (int band = first; band <= last; band++) {
                sum += band(area, band);
            }
        }
        this.cells = sum;
    }

    long cells() {
        return cells;
    }

    Map<Long, int[]> tiles() {
        return tiles;
    }

    /** Runs of a tile as row, from, to; {@code null} outside. */
    int @Nullable [] runs(long tile) {
        return tiles.get(tile);
    }

    static boolean full(int[] runs) {
        return runs == FULL;
    }

    /** One row of tiles. */
    private long band(Geometry area, int band) {
        int bottom = band * TILE;
        List<int[]> runs = new ArrayList<>();
        int[] perRow = new int[TILE];
        int[] bounds = {Integer.MIN_VALUE, Integer.MAX_VALUE};
        long[] total = new long[1];
        ScanLines.scan(area, bottom, bottom + TILE - 1, (row, start, end) -> {
            runs.add(new int[] {row, start, end});
            perRow[row - bottom]++;
            bounds[0] = Math.max(bounds[0], start);
            bounds[1] = Math.min(bounds[1], end);
            total[0] += end - start;
        });
        if (runs.isEmpty()) {
            return 0;
        }
        // Where each row has just one run, tiles between the innermost ends are full.
        boolean simple = Arrays.stream(perRow).allMatch(count -> count == 1);
        int firstFull = simple ? Math.floorDiv(bounds[0] + TILE - 1, TILE) : 0;
        int endFull = simple ? Math.floorDiv(bounds[1], TILE) : 0;
        for (int column = firstFull; column < endFull; column++) {
            tiles.put(CoverageLayer.key(column, band), FULL);
        }
        Map<Integer, List<int[]>> edges = new HashMap<>();
        for (int[] run : runs) {
            int lastColumn = Math.floorDiv(run[2] - 1, TILE);
            for (int column = Math.floorDiv(run[1], TILE); column <= lastColumn; column++) {
                if (column >= firstFull && column < endFull) {
                    column = endFull - 1;
                    continue;
                }
                int left = Math.max(run[1], column * TILE);
                int right = Math.min(run[2], (column + 1) * TILE);
                edges.computeIfAbsent(column, key -> new ArrayList<>()).add(new int[] {run[0], left, right});
            }
        }
        edges.forEach((column, parts) -> {
            int[] flat = new int[parts.size() * 3];
            int count = 0;
            for (int i = 0; i < parts.size(); i++) {
                System.arraycopy(parts.get(i), 0, flat, i * 3, 3);
                count += parts.get(i)[2] - parts.get(i)[1];
            }
            tiles.put(CoverageLayer.key(column, band), count == TILE * TILE ? FULL : flat);
        });
        return total[0];
    }
}
