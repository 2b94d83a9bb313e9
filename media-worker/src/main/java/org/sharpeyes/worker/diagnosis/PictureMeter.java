package org.sharpeyes.worker.diagnosis;

import java.util.Arrays;

/**
 * Measures one decoded picture. One instance for many pictures of whatever size; not thread-safe.
 *
 * <p>Noise is estimated in the flattest fifth of the picture by J. Immerkær's operator ("Fast Noise Variance Estimation",
 * Computer Vision and Image Understanding 64, 1996); sharpness by the variance of the Laplacian at half size, where noise
 * counts half.
 */
public final class PictureMeter {
    /** Wider pictures are scaled down before they are measured: what is measured must not depend on the stream chosen. */
    public static final int MOST_WIDTH = 640;

    private static final int BLOCK = 16;
    private static final int NEARLY_BLACK = 24;
    private static final int NEARLY_WHITE = 235;
    /** One in so many rows at each edge holds the camera's own writing. */
    private static final int EDGE = 10;

    private static final double TEXTURE_LEVELS = 3;
    private static final double TEXTURE_OVER_NOISE = 2.5;
    /** Numbers of a linear congruential generator modulo 2^31, so that the places are the same everywhere. */
    private static final int STEP = 1_103_515_245;

    /**
     * A plane of bytes.
     *
     * @param bytes row after row without gaps; borrowed
     */
    public record Plane(byte[] bytes, int width, int height) {
        public Plane {
            if (width < 2 || height < 2 || bytes.length < width * height) {
                throw new IllegalArgumentException("plane: " + width + "x" + height + " in " + bytes.length
                        + " bytes (expected: at least 2x2, and a byte a pixel)");
            }
        }

        int at(int x, int y) {
            return bytes[y * width + x] & 0xff;
        }
    }

    /**
     * @param luma full range
     * @param cb full range; of whatever size
     * @param cr of the size of {@code cb}
     */
    public PictureMeasures measure(Plane luma, Plane cb, Plane cr) {
        int top = luma.height() / EDGE;
        int bottom = luma.height() - top;
        int[] histogram = histogram(luma, top, bottom);
        long pixels = Arrays.stream(histogram).asLongStream().sum();
        double mean = 0;
        double square = 0;
        for (int level = 0; level < histogram.length; level++) {
            mean += (double) level * histogram[level];
            square += (double) level * level * histogram[level];
        }
        mean /= pixels;
        double deviation = Math.sqrt(Math.max(0, square / pixels - mean * mean));
        double noise = noise(luma, top, bottom);
        double[] colour = colour(cb, cr);
        return new PictureMeasures(
                (float) mean,
                (float) deviation,
                percentile(histogram, pixels, 0.01),
                percentile(histogram, pixels, 0.99),
                (float) share(histogram, pixels, 0, NEARLY_BLACK),
                (float) share(histogram, pixels, NEARLY_WHITE, 255),
                (float) sharpness(luma, top, bottom, noise),
                (float) Math.min(255, noise),
                (float) textured(luma, top, bottom, noise),
                (float) colour[0],
                (float) colour[1],
                (float) Math.min(255, colour[2]),
                thumbnail(luma),
                samples(luma, top, bottom));
    }

    private static int[] histogram(Plane luma, int top, int bottom) {
        int[] histogram = new int[256];
        byte[] bytes = luma.bytes();
        int end = bottom * luma.width();
        for (int i = top * luma.width(); i < end; i++) {
            histogram[bytes[i] & 0xff]++;
        }
        return histogram;
    }

    private static int percentile(int[] histogram, long pixels, double share) {
        long wanted = (long) Math.ceil(pixels * share);
        long seen = 0;
        for (int level = 0; level < histogram.length; level++) {
            seen += histogram[level];
            if (seen >= wanted) {
                return level;
            }
        }
        return 255;
    }

    private static double share(int[] histogram, long pixels, int from, int to) {
        long found = 0;
        for (int level = from; level <= to; level++) {
            found += histogram[level];
        }
        return (double) found / pixels;
    }

    /** Deviation in levels: of each block what the operator sees, then the fifth that sees least. */
    private static double noise(Plane luma, int top, int bottom) {
        int width = luma.width();
        byte[] p = luma.bytes();
        double[] blocks = new double[(width / BLOCK + 1) * (luma.height() / BLOCK + 1)];
        int count = 0;
        for (int y0 = Math.max(1, top); y0 + BLOCK < bottom; y0 += BLOCK) {
            for (int x0 = 1; x0 + BLOCK < width; x0 += BLOCK) {
                long sum = 0;
                long level = 0;
                for (int y = y0; y < y0 + BLOCK; y++) {
                    for (int x = x0; x < x0 + BLOCK; x++) {
                        int i = y * width + x;
                        int seen = (p[i - width - 1] & 0xff)
                                - 2 * (p[i - width] & 0xff)
                                + (p[i - width + 1] & 0xff)
                                - 2 * (p[i - 1] & 0xff)
                                + 4 * (p[i] & 0xff)
                                - 2 * (p[i + 1] & 0xff)
                                + (p[i + width - 1] & 0xff)
                                - 2 * (p[i + width] & 0xff)
                                + (p[i + width + 1] & 0xff);
                        sum += Math.abs(seen);
                        level += p[i] & 0xff;
                    }
                }
                double bright = (double) level / (BLOCK * BLOCK);
                // Where the picture is cut off at black or white, noise is cut off too.
                if (bright > 6 && bright < 249) {
                    blocks[count++] = Math.sqrt(Math.PI / 2) / 6 * sum / (BLOCK * BLOCK);
                }
            }
        }
        return quantile(blocks, count, 0.2);
    }

    private static double sharpness(Plane luma, int top, int bottom, double noise) {
        int width = luma.width() / 2;
        int height = (bottom - top) / 2;
        int[] half = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sy = top + 2 * y;
                half[y * width + x] = luma.at(2 * x, sy)
                        + luma.at(2 * x + 1, sy)
                        + luma.at(2 * x, sy + 1)
                        + luma.at(2 * x + 1, sy + 1);
            }
        }
        int block = BLOCK / 2;
        double[] blocks = new double[(width / block + 1) * (height / block + 1)];
        int count = 0;
        for (int y0 = 1; y0 + block < height; y0 += block) {
            for (int x0 = 1; x0 + block < width; x0 += block) {
                double sum = 0;
                for (int y = y0; y < y0 + block; y++) {
                    for (int x = x0; x < x0 + block; x++) {
                        int i = y * width + x;
                        double edge =
                                (4 * half[i] - half[i - 1] - half[i + 1] - half[i - width] - half[i + width]) / 4.0;
                        sum += edge * edge;
                    }
                }
                blocks[count++] = sum / (block * block);
            }
        }
        // The Laplacian of white noise has 20 times its variance; of four pixels the mean has a quarter.
        return Math.sqrt(Math.max(0, quantile(blocks, count, 0.9) - 5 * noise * noise));
    }

    private static double textured(Plane luma, int top, int bottom, double noise) {
        double least = Math.max(TEXTURE_LEVELS, TEXTURE_OVER_NOISE * noise);
        int found = 0;
        int count = 0;
        for (int y0 = top; y0 + BLOCK <= bottom; y0 += BLOCK) {
            for (int x0 = 0; x0 + BLOCK <= luma.width(); x0 += BLOCK) {
                long sum = 0;
                long square = 0;
                for (int y = y0; y < y0 + BLOCK; y++) {
                    for (int x = x0; x < x0 + BLOCK; x++) {
                        int level = luma.at(x, y);
                        sum += level;
                        square += (long) level * level;
                    }
                }
                double mean = sum / (double) (BLOCK * BLOCK);
                count++;
                if (Math.sqrt(Math.max(0, square / (double) (BLOCK * BLOCK) - mean * mean)) > least) {
                    found++;
                }
            }
        }
        return count == 0 ? 0 : (double) found / count;
    }

    /** Mean Cb, mean Cr, and how far from these the colours lie. */
    private static double[] colour(Plane cb, Plane cr) {
        int top = cb.height() / EDGE;
        int from = top * cb.width();
        int to = (cb.height() - top) * cb.width();
        double blue = 0;
        double red = 0;
        for (int i = from; i < to; i++) {
            blue += cb.bytes()[i] & 0xff;
            red += cr.bytes()[i] & 0xff;
        }
        blue /= to - from;
        red /= to - from;
        double apart = 0;
        for (int i = from; i < to; i++) {
            apart += Math.abs((cb.bytes()[i] & 0xff) - blue) + Math.abs((cr.bytes()[i] & 0xff) - red);
        }
        return new double[] {blue, red, apart / (to - from)};
    }

    private static byte[] thumbnail(Plane luma) {
        byte[] small = new byte[PictureMeasures.THUMB_WIDTH * PictureMeasures.THUMB_HEIGHT];
        for (int ty = 0; ty < PictureMeasures.THUMB_HEIGHT; ty++) {
            int y0 = ty * luma.height() / PictureMeasures.THUMB_HEIGHT;
            int y1 = Math.max(y0 + 1, (ty + 1) * luma.height() / PictureMeasures.THUMB_HEIGHT);
            for (int tx = 0; tx < PictureMeasures.THUMB_WIDTH; tx++) {
                int x0 = tx * luma.width() / PictureMeasures.THUMB_WIDTH;
                int x1 = Math.max(x0 + 1, (tx + 1) * luma.width() / PictureMeasures.THUMB_WIDTH);
                int sum = 0;
                for (int y = y0; y < y1; y++) {
                    for (int x = x0; x < x1; x++) {
                        sum += luma.at(x, y);
                    }
                }
                small[ty * PictureMeasures.THUMB_WIDTH + tx] = (byte) (sum / ((y1 - y0) * (x1 - x0)));
            }
        }
        return small;
    }

    private static byte[] samples(Plane luma, int top, int bottom) {
        byte[] samples = new byte[PictureMeasures.SAMPLES];
        int area = luma.width() * (bottom - top);
        int state = 1;
        for (int i = 0; i < samples.length; i++) {
            state = (state * STEP + 12_345) & 0x7fff_ffff;
            samples[i] = luma.bytes()[top * luma.width() + (int) ((long) state * area >>> 31)];
        }
        return samples;
    }

    private static double quantile(double[] values, int count, double share) {
        if (count == 0) {
            return 0;
        }
        Arrays.sort(values, 0, count);
        return values[Math.min(count - 1, (int) (count * share))];
    }
}
