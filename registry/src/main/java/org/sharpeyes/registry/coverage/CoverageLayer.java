package org.sharpeyes.registry.coverage;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.CameraId;

/**
 * Ground covered by any of many cameras, as bits of 1 m in tiles of 250 m; on demand in planes, one bit for each further
 * camera that covers the cell too. A change of one camera makes only its tiles anew, when they are next asked for.
 * Confined to one thread.
 */
final class CoverageLayer {
    static final int TILE = 250;

    private static final int WORDS_A_ROW = (TILE + 63) / 64;
    private static final int WORDS = TILE * WORDS_A_ROW;

    private final int depth;
    private final Map<CameraId, Geometry> grounds = new HashMap<>();
    private final Map<Long, Tile> tiles = new HashMap<>();
    private final Map<Region, Tally> tallies = new IdentityHashMap<>();

    CoverageLayer() {
        this(1);
    }

    /** @param depth up to how many cameras a cell are told apart */
    CoverageLayer(int depth) {
        this.depth = depth;
    }

    private final class Tile {
        private final int left;
        private final int bottom;
        private final Set<CameraId> cameras = new HashSet<>();
        private final long[][] planes = new long[depth][WORDS];
        private final Map<Region, int[]> counted = new IdentityHashMap<>();
        private boolean stale = true;

        Tile(int column, int row) {
            this.left = column * TILE;
            this.bottom = row * TILE;
        }

        long key() {
            return CoverageLayer.key(left / TILE, bottom / TILE);
        }

        void fill(int row, int from, int to) {
            fill(planes, row, from, to);
        }

        void fill(long[][] into, int row, int from, int to) {
            int start = Math.max(0, from - left);
            int end = Math.min(TILE, to - left);
            int line = (row - bottom) * WORDS_A_ROW;
            for (int at = start; at < end; ) {
                int word = at >> 6;
                int stop = Math.min(end, (word + 1) << 6);
                long rest = mask(at & 63, stop - (word << 6));
                // What is covered already goes one plane up.
                for (int plane = 0; plane < into.length && rest != 0; plane++) {
                    long before = into[plane][line + word];
                    into[plane][line + word] = before | rest;
                    rest &= before;
                }
                at = stop;
            }
        }

        int count(long[] bits, int row, int from, int to) {
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
                spoil(tile);
            });
        }
        if (ground != null && !ground.isEmpty()) {
            grounds.put(camera, ground);
            forTiles(ground, tile -> {
                tile.cameras.add(camera);
                spoil(tile);
            });
        }
    }

    /** Which cells of a tile are meant. */
    private interface Bits {
        long[] of(Tile tile);
    }

    /** Cells of {@code area} and how many of them are covered. */
    Cells count(Geometry area) {
        return count(area, tile -> fresh(tile).planes[0]);
    }

    /**
     * Cells of a region and how many of them at least {@code cameras} cameras cover. The region is remembered: later only
     * tiles that changed are counted.
     */
    Cells count(Region region, int cameras) {
        Tally tally = tallies.get(region);
        if (tally == null) {
            tally = new Tally(depth);
            tallies.put(region, tally);
            for (Map.Entry<Long, Tile> tile : tiles.entrySet()) {
                if (region.runs(tile.getKey()) != null) {
                    tally.open.add(tile.getValue());
                }
            }
        }
        for (Tile tile : tally.open) {
            int[] runs = requireNonNull(region.runs(tile.key()), "runs");
            int[] counts = counted(tile, runs);
            tile.counted.put(region, counts);
            for (int plane = 0; plane < depth; plane++) {
                tally.sums[plane] += counts[plane];
            }
        }
        tally.open.clear();
        return new Cells(region.cells(), tally.sums[cameras - 1]);
    }

    /** Cells of one region that are covered, but for tiles that must be counted anew. */
    private static final class Tally {
        private final long[] sums;
        private final Set<Tile> open = new HashSet<>();

        Tally(int depth) {
            this.sums = new long[depth];
        }
    }

    private int[] counted(Tile tile, int[] runs) {
        int[] counts = new int[depth];
        if (tile.cameras.isEmpty()) {
            return counts;
        }
        Tile fresh = fresh(tile);
        for (int plane = 0; plane < depth; plane++) {
            if (Region.full(runs)) {
                for (long word : fresh.planes[plane]) {
                    counts[plane] += Long.bitCount(word);
                }
            } else {
                for (int i = 0; i < runs.length; i += 3) {
                    counts[plane] += fresh.count(fresh.planes[plane], runs[i], runs[i + 1], runs[i + 2]);
                }
            }
        }
        return counts;
    }

    /** A region is no longer asked for. */
    void forget(Region region) {
        tallies.remove(region);
        tiles.values().forEach(tile -> tile.counted.remove(region));
    }

    /** What is known of a tile holds no longer. */
    private void spoil(Tile tile) {
        tile.stale = true;
        tile.counted.forEach((region, counts) -> {
            Tally tally = requireNonNull(tallies.get(region), "tally");
            for (int plane = 0; plane < depth; plane++) {
                tally.sums[plane] -= counts[plane];
            }
            tally.open.add(tile);
        });
        tile.counted.clear();
    }

    /** A tile that was empty until now. */
    private Tile create(int column, int row) {
        Tile tile = new Tile(column, row);
        tallies.forEach((region, tally) -> {
            if (region.runs(tile.key()) != null) {
                tally.open.add(tile);
            }
        });
        return tile;
    }

    /** Cells of {@code area} and how many of them at least {@code cameras} cameras cover. */
    Cells count(Geometry area, int cameras) {
        return count(area, tile -> fresh(tile).planes[cameras - 1]);
    }

    /** Cells of {@code area} and how many of them just one camera covers; needs a depth of two. */
    Cells countSingle(Geometry area) {
        Map<Tile, long[]> single = new IdentityHashMap<>();
        return count(
                area,
                tile -> single.computeIfAbsent(tile, key -> {
                    long[][] planes = fresh(key).planes;
                    long[] bits = new long[WORDS];
                    for (int i = 0; i < WORDS; i++) {
                        bits[i] = planes[0][i] & ~planes[1][i];
                    }
                    return bits;
                }));
    }

    /** What is covered by {@code cameras} and by nobody else, to be counted in several areas. */
    Lost onlyBy(Collection<CameraId> cameras) {
        Map<Tile, long[]> lost = new IdentityHashMap<>();
        Set<CameraId> gone = Set.copyOf(cameras);
        for (CameraId camera : gone) {
            @Nullable Geometry ground = grounds.get(camera);
            if (ground != null) {
                forTiles(ground, tile -> lost.computeIfAbsent(tile, key -> onlyBy(key, gone)));
            }
        }
        long[] none = new long[WORDS];
        return area -> count(area, tile -> lost.getOrDefault(tile, none));
    }

    private long[] onlyBy(Tile tile, Set<CameraId> gone) {
        long[][] others = new long[1][WORDS];
        for (CameraId camera : tile.cameras) {
            if (!gone.contains(camera)) {
                ScanLines.scan(
                        ground(camera),
                        tile.bottom,
                        tile.bottom + TILE - 1,
                        (row, from, to) -> tile.fill(others, row, from, to));
            }
        }
        long[] all = fresh(tile).planes[0];
        for (int i = 0; i < WORDS; i++) {
            others[0][i] = all[i] & ~others[0][i];
        }
        return others[0];
    }

    /** Cells that would be lost. */
    interface Lost {
        Cells within(Geometry area);
    }

    private Cells count(Geometry area, Bits bits) {
        long[] totals = new long[2];
        ScanLines.scan(area, (row, from, to) -> {
            totals[0] += to - from;
            int tileRow = Math.floorDiv(row, TILE);
            for (int column = Math.floorDiv(from, TILE); column <= Math.floorDiv(to - 1, TILE); column++) {
                @Nullable Tile tile = tiles.get(key(column, tileRow));
                if (tile != null && !tile.cameras.isEmpty()) {
                    totals[1] += tile.count(bits.of(tile), row, from, to);
                }
            }
        });
        return new Cells(totals[0], totals[1]);
    }

    /** Square metres. */
    record Cells(long all, long covered) {}

    private Tile fresh(Tile tile) {
        if (tile.stale) {
            for (long[] plane : tile.planes) {
                Arrays.fill(plane, 0);
            }
            // Cameras of unknown place share their area's ground.
            Set<Geometry> done = Collections.newSetFromMap(new IdentityHashMap<>());
            for (CameraId camera : tile.cameras) {
                Geometry ground = ground(camera);
                if (depth > 1 || done.add(ground)) {
                    ScanLines.scan(ground, tile.bottom, tile.bottom + TILE - 1, tile::fill);
                }
            }
            tile.stale = false;
        }
        return tile;
    }

    private Geometry ground(CameraId camera) {
        return requireNonNull(grounds.get(camera), "ground");
    }

    private void forTiles(Geometry ground, Consumer<Tile> action) {
        Envelope box = ground.getEnvelopeInternal();
        for (int row = tile(box.getMinY()); row <= tile(box.getMaxY()); row++) {
            for (int column = tile(box.getMinX()); column <= tile(box.getMaxX()); column++) {
                int c = column;
                int r = row;
                action.accept(tiles.computeIfAbsent(key(column, row), key -> create(c, r)));
            }
        }
    }

    private static int tile(double metres) {
        return (int) Math.floor(metres / TILE);
    }

    static long key(int column, int row) {
        return (long) column << 32 | row & 0xFFFFFFFFL;
    }
}
