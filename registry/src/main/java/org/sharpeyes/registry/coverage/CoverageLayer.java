package org.sharpeyes.registry.coverage;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.CameraId;

/**
 * Ground covered by any of many cameras, as bits of 1 m in tiles of 250 m. A change of one camera makes only its tiles
 * anew, when they are next asked for. Confined to one thread.
 */
final class CoverageLayer {
    static final int TILE = 250;

    private static final int WORDS_A_ROW = (TILE + 63) / 64;

    private final Map<CameraId, Geometry> grounds = new HashMap<>();
    private final Map<Long, Tile> tiles = new HashMap<>();

    private static final class Tile {
        private final int left;
        private final int bottom;
        private final Set<CameraId> cameras = new HashSet<>();
        private final long[] bits = new long[TILE * WORDS_A_ROW];
        private boolean stale = true;

        Tile(int column, int row) {
            this.left = column * TILE;
            this.bottom = row * TILE;
        }

        void fill(int row, int from, int to) {
            int start = Math.max(0, from - left);
            int end = Math.min(TILE, to - left);
            int line = (row - bottom) * WORDS_A_ROW;
            for (int at = start; at < end; ) {
                int word = at >> 6;
                int stop = Math.min(end, (word + 1) << 6);
                bits[line + word] |= mask(at & 63, stop - (word << 6));
                at = stop;
            }
        }

        int count(int row, int from, int to) {
            int start = Math.max(0, from - left);
            int end = Math.min(TILE, to - left);
            int line = (row - bottom) * WORDS_A_ROW;
            int count = 0;
            for (int at = start; at < end; ) {
                int word = at >> 6;
                int stop = Math.min(end, (word + 1) << 6);
                count += Long.bitCount(bits[line + word] & mask(at & 63, stop - (word << 6)));
                at = stop;
            }
            return count;
        }

        /** Bits {@code from} to below {@code to} of a word. */
        private static long mask(int from, int to) {
            return (to == 64 ? -1L : (1L << to) - 1) & (-1L << from);
        }
    }

    /** Sets what a camera covers; {@code null} or empty ground takes it away. */
    void put(CameraId camera, @Nullable Geometry ground) {
        @Nullable Geometry old = grounds.remove(camera);
        if (old != null) {
            forTiles(old, tile -> {
                tile.cameras.remove(camera);
                tile.stale = true;
            });
        }
        if (ground != null && !ground.isEmpty()) {
            grounds.put(camera, ground);
            forTiles(ground, tile -> {
                tile.cameras.add(camera);
                tile.stale = true;
            });
        }
    }

    /** Cells of {@code area} and how many of them are covered. */
    Cells count(Geometry area) {
        long[] totals = new long[2];
        ScanLines.scan(area, (row, from, to) -> {
            totals[0] += to - from;
            int tileRow = Math.floorDiv(row, TILE);
            for (int column = Math.floorDiv(from, TILE); column <= Math.floorDiv(to - 1, TILE); column++) {
                @Nullable Tile tile = tiles.get(key(column, tileRow));
                if (tile != null && !tile.cameras.isEmpty()) {
                    totals[1] += fresh(tile).count(row, from, to);
                }
            }
        });
        return new Cells(totals[0], totals[1]);
    }

    /** Square metres. */
    record Cells(long all, long covered) {}

    private Tile fresh(Tile tile) {
        if (tile.stale) {
            Arrays.fill(tile.bits, 0);
            for (CameraId camera : tile.cameras) {
                Geometry ground = requireNonNull(grounds.get(camera), "ground");
                ScanLines.scan(ground, tile.bottom, tile.bottom + TILE - 1, tile::fill);
            }
            tile.stale = false;
        }
        return tile;
    }

    private void forTiles(Geometry ground, Consumer<Tile> action) {
        Envelope box = ground.getEnvelopeInternal();
        for (int row = tile(box.getMinY()); row <= tile(box.getMaxY()); row++) {
            for (int column = tile(box.getMinX()); column <= tile(box.getMaxX()); column++) {
                int c = column;
                int r = row;
                action.accept(tiles.computeIfAbsent(key(column, row), key -> new Tile(c, r)));
            }
        }
    }

    private static int tile(double metres) {
        return (int) Math.floor(metres / TILE);
    }

    private static long key(int column, int row) {
        return (long) column << 32 | row & 0xFFFFFFFFL;
    }
}
