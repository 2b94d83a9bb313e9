package org.sharpeyes.worker.diagnosis;

/**
 * How a picture's view agrees with that of a reference, told by their thumbnails. Edges are compared, not brightness: a
 * cloud changes the one and not the other. Immutable.
 *
 * @param unmoved correlation of the edges where they are, -1 to 1
 * @param best the largest correlation that any shift reaches
 * @param right pixels of the thumbnail by which the view went to the right for {@code best}, negative: to the left
 * @param down the same downwards
 * @param gone share of the reference's textured tiles that are flat now, 0 to 1
 * @param differing share of the tiles that are textured in both and do not look alike
 * @param wandered share of these that look much more alike at least two pixels away: also what a turn does
 * @param shared tiles that are textured in both
 */
record ViewMatch(
        double unmoved, double best, int right, int down, double gone, double differing, double wandered, int shared) {
    private static final int WIDTH = PictureMeasures.THUMB_WIDTH;
    private static final int HEIGHT = PictureMeasures.THUMB_HEIGHT;
    private static final int TILE_WIDTH = 10;
    private static final int TILE_HEIGHT = 9;

    /** Farther than this a shifted view shares too little with the reference to be found by it. */
    private static final int MOST_RIGHT = 24;

    private static final int MOST_DOWN = 14;

    /** Edges that agree so well need no search. */
    private static final double PLAINLY_UNMOVED = 0.8;

    private static final double TEXTURED = 2.0;
    private static final double FLAT_SHARE = 0.25;
    private static final double ALIKE = 0.45;
    private static final int MOST_WANDERED = 7;
    private static final double CLEARLY = 0.6;
    private static final double BETTER = 0.2;

    static ViewMatch of(byte[] reference, byte[] now) {
        float[] was = edges(reference);
        float[] is = edges(now);
        double unmoved = correlation(was, is, 0, 0);
        double best = unmoved;
        int right = 0;
        int down = 0;
        if (unmoved < PLAINLY_UNMOVED) {
            for (int dy = -MOST_DOWN; dy <= MOST_DOWN; dy++) {
                for (int dx = -MOST_RIGHT; dx <= MOST_RIGHT; dx++) {
                    double found = correlation(was, is, dx, dy);
                    if (found > best) {
                        best = found;
                        right = dx;
                        down = dy;
                    }
                }
            }
        }
        return tiles(reference, now, was, is, unmoved, best, right, down);
    }

    private static ViewMatch tiles(
            byte[] reference, byte[] now, float[] was, float[] is, double unmoved, double best, int right, int down) {
        int texturedBefore = 0;
        int gone = 0;
        int shared = 0;
        int differing = 0;
        int wandered = 0;
        boolean search = unmoved < PLAINLY_UNMOVED;
        for (int y = 0; y + TILE_HEIGHT <= HEIGHT; y += TILE_HEIGHT) {
            for (int x = 0; x + TILE_WIDTH <= WIDTH; x += TILE_WIDTH) {
                double before = meanEdge(was, x, y);
                if (before < TEXTURED) {
                    continue;
                }
                texturedBefore++;
                double after = meanEdge(is, x, y);
                if (after < FLAT_SHARE * before) {
                    gone++;
                } else {
                    shared++;
                    double here = alike(reference, now, x, y, 0, 1);
                    if (here < ALIKE) {
                        differing++;
                    }
                    if (search && alike(reference, now, x, y, 2, MOST_WANDERED) > Math.max(CLEARLY, here + BETTER)) {
                        wandered++;
                    }
                }
            }
        }
        return new ViewMatch(
                unmoved,
                best,
                right,
                down,
                texturedBefore == 0 ? 0 : (double) gone / texturedBefore,
                shared == 0 ? 0 : (double) differing / shared,
                shared == 0 ? 0 : (double) wandered / shared,
                shared);
    }

    /** Strength of the edge at each place; none at the rim. */
    private static float[] edges(byte[] thumbnail) {
        float[] edges = new float[WIDTH * HEIGHT];
        for (int y = 1; y < HEIGHT - 1; y++) {
            for (int x = 1; x < WIDTH - 1; x++) {
                int i = y * WIDTH + x;
                int across = (thumbnail[i + 1] & 0xff) - (thumbnail[i - 1] & 0xff);
                int along = (thumbnail[i + WIDTH] & 0xff) - (thumbnail[i - WIDTH] & 0xff);
                edges[i] = (float) Math.sqrt(across * across + along * along);
            }
        }
        return edges;
    }

    private static double meanEdge(float[] edges, int x0, int y0) {
        double sum = 0;
        for (int y = y0; y < y0 + TILE_HEIGHT; y++) {
            for (int x = x0; x < x0 + TILE_WIDTH; x++) {
                sum += edges[y * WIDTH + x];
            }
        }
        return sum / (TILE_WIDTH * TILE_HEIGHT);
    }

    /** Correlation of {@code was} at (x, y) with {@code is} at (x + dx, y + dy), over what both show. */
    private static double correlation(float[] was, float[] is, int dx, int dy) {
        int x0 = Math.max(1, 1 - dx);
        int x1 = Math.min(WIDTH - 1, WIDTH - 1 - dx);
        int y0 = Math.max(1, 1 - dy);
        int y1 = Math.min(HEIGHT - 1, HEIGHT - 1 - dy);
        double a = 0;
        double b = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int y = y0; y < y1; y++) {
            int i = y * WIDTH;
            int j = (y + dy) * WIDTH + dx;
            for (int x = x0; x < x1; x++) {
                double p = was[i + x];
                double q = is[j + x];
                a += p;
                b += q;
                aa += p * p;
                bb += q * q;
                ab += p * q;
            }
        }
        return pearson(a, b, aa, bb, ab, (x1 - x0) * (y1 - y0));
    }

    /**
     * Best correlation of one tile's brightness with what is between {@code least} and {@code most} pixels away: a lens in
     * the wind moves a pixel, and is no fault.
     */
    private static double alike(byte[] reference, byte[] now, int x0, int y0, int least, int most) {
        double best = -1;
        for (int dy = -most; dy <= most; dy++) {
            for (int dx = -most; dx <= most; dx++) {
                if (Math.max(Math.abs(dx), Math.abs(dy)) >= least) {
                    best = Math.max(best, tile(reference, now, x0, y0, dx, dy));
                }
            }
        }
        return best;
    }

    private static double tile(byte[] reference, byte[] now, int x0, int y0, int dx, int dy) {
        double a = 0;
        double b = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        int count = 0;
        for (int y = Math.max(y0, -dy); y < Math.min(y0 + TILE_HEIGHT, HEIGHT - dy); y++) {
            for (int x = Math.max(x0, -dx); x < Math.min(x0 + TILE_WIDTH, WIDTH - dx); x++) {
                double p = reference[y * WIDTH + x] & 0xff;
                double q = now[(y + dy) * WIDTH + x + dx] & 0xff;
                a += p;
                b += q;
                aa += p * p;
                bb += q * q;
                ab += p * q;
                count++;
            }
        }
        return pearson(a, b, aa, bb, ab, count);
    }

    private static double pearson(double a, double b, double aa, double bb, double ab, int n) {
        double va = aa - a * a / n;
        double vb = bb - b * b / n;
        return va < 1e-6 || vb < 1e-6 ? 0 : (ab - a * b / n) / Math.sqrt(va * vb);
    }
}
