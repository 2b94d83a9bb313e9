package org.sharpeyes.worker.diagnosis;

import java.util.Random;

/** A drawn yard: walls, windows, a pavement of small stones, somebody who walks. Seeded; each picture has noise of its own. */
final class DrawnScene {
    static final int WIDTH = 640;
    static final int HEIGHT = 360;
    private static final int MARGIN = 64;

    private final int[] wide = new int[(WIDTH + 2 * MARGIN) * (HEIGHT + 2 * MARGIN)];
    private final Random random;
    private final float[] grain = new float[1 << 16];
    private int pictures;

    /** Changes to the picture on its way from the world to the encoder. */
    int right;

    boolean blurred;
    int coveredTo;
    double light = 1;
    int brighter;
    double noise = 1.5;
    boolean walker = true;
    int blue;
    int red;

    DrawnScene(long seed) {
        random = new Random(seed);
        for (int i = 0; i < grain.length; i++) {
            grain[i] = (float) random.nextGaussian();
        }
        int across = WIDTH + 2 * MARGIN;
        int down = HEIGHT + 2 * MARGIN;
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                wide[y * across + x] = 90 + 60 * y / down;
            }
        }
        for (int i = 0; i < 90; i++) {
            int x0 = random.nextInt(across);
            int y0 = random.nextInt(down);
            int level = 30 + random.nextInt(190);
            int w = 10 + random.nextInt(90);
            int h = 10 + random.nextInt(60);
            for (int y = y0; y < Math.min(down, y0 + h); y++) {
                for (int x = x0; x < Math.min(across, x0 + w); x++) {
                    wide[y * across + x] = level + (x / 3 + y / 3) % 2 * 12;
                }
            }
        }
    }

    PictureMeasures next() {
        int[] seen = new int[WIDTH * HEIGHT];
        int across = WIDTH + 2 * MARGIN;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                seen[y * WIDTH + x] = wide[(y + MARGIN) * across + x + MARGIN + right];
            }
        }
        if (walker) {
            int at = 40 + pictures * 23 % (WIDTH - 100);
            for (int y = 150; y < 230; y++) {
                for (int x = at; x < at + 26; x++) {
                    seen[y * WIDTH + x] = 40 + y % 9 * 8;
                }
            }
        }
        if (blurred) {
            seen = blur(blur(blur(seen)));
        }
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < Math.min(WIDTH, coveredTo); x++) {
                seen[y * WIDTH + x] = 70;
            }
        }
        byte[] luma = new byte[WIDTH * HEIGHT];
        int from = random.nextInt();
        for (int i = 0; i < luma.length; i++) {
            double level = seen[i] * light + brighter + grain[(from + i + i / 977) & 0xffff] * noise;
            luma[i] = (byte) Math.max(0, Math.min(255, Math.round(level)));
        }
        pictures++;
        return new PictureMeter()
                .measure(new PictureMeter.Plane(luma, WIDTH, HEIGHT), chroma(blue, 10), chroma(red, 14));
    }

    private static PictureMeter.Plane chroma(int cast, int period) {
        byte[] plane = new byte[WIDTH / 2 * HEIGHT / 2];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) (128 + cast + (i / period % 2 == 0 ? 6 : -6));
        }
        return new PictureMeter.Plane(plane, WIDTH / 2, HEIGHT / 2);
    }

    /** Mean of a square of 7 pixels; three times it is nearly a Gauss of 3.5 pixels. */
    private static int[] blur(int[] seen) {
        int[] rows = new int[seen.length];
        int[] both = new int[seen.length];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int sum = 0;
                for (int k = -3; k <= 3; k++) {
                    sum += seen[y * WIDTH + Math.max(0, Math.min(WIDTH - 1, x + k))];
                }
                rows[y * WIDTH + x] = sum / 7;
            }
        }
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int sum = 0;
                for (int k = -3; k <= 3; k++) {
                    sum += rows[Math.max(0, Math.min(HEIGHT - 1, y + k)) * WIDTH + x];
                }
                both[y * WIDTH + x] = sum / 7;
            }
        }
        return both;
    }
}
