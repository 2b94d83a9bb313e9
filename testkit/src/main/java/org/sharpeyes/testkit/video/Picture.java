package org.sharpeyes.testkit.video;

/**
 * A raw picture in planar 4:2:0 with 8 bits per sample, rows without padding. Mutable; confined to whoever draws it.
 */
public final class Picture {
    private final int width;
    private final int height;
    private final byte[] luma;
    private final byte[] blue;
    private final byte[] red;

    /** A black picture; both sides are even numbers of pixels. */
    public Picture(int width, int height) {
        if (width < 16 || height < 16 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException(
                    "picture: " + width + "x" + height + " (expected: even sides of at least 16 pixels)");
        }
        this.width = width;
        this.height = height;
        this.luma = new byte[width * height];
        this.blue = new byte[width * height / 4];
        this.red = new byte[width * height / 4];
        fill(0, 0, width, height, 16, 128, 128);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The brightness plane itself, {@code width} bytes a row. */
    public byte[] luma() {
        return luma;
    }

    byte[] blue() {
        return blue;
    }

    byte[] red() {
        return red;
    }

    void copyFrom(Picture other) {
        System.arraycopy(other.luma, 0, luma, 0, luma.length);
        System.arraycopy(other.blue, 0, blue, 0, blue.length);
        System.arraycopy(other.red, 0, red, 0, red.length);
    }

    /** Fills a rectangle, clipped to the picture. Levels are those of limited-range BT.601. */
    void fill(int left, int top, int right, int bottom, int y, int cb, int cr) {
        int x0 = Math.max(0, left);
        int y0 = Math.max(0, top);
        int x1 = Math.min(width, right);
        int y1 = Math.min(height, bottom);
        for (int row = y0; row < y1; row++) {
            for (int at = row * width + x0; at < row * width + x1; at++) {
                luma[at] = (byte) y;
            }
        }
        int half = width / 2;
        for (int row = y0 / 2; row < (y1 + 1) / 2; row++) {
            for (int column = x0 / 2; column < (x1 + 1) / 2; column++) {
                blue[row * half + column] = (byte) cb;
                red[row * half + column] = (byte) cr;
            }
        }
    }

    /** Sets one pixel; its colour counts for the whole 2x2 block. */
    void set(int x, int y, int rgb) {
        int r = rgb >> 16 & 0xff;
        int g = rgb >> 8 & 0xff;
        int b = rgb & 0xff;
        luma[y * width + x] = (byte) (16 + ((66 * r + 129 * g + 25 * b + 128) >> 8));
        if ((x & 1) == 0 && (y & 1) == 0) {
            int at = y / 2 * (width / 2) + x / 2;
            blue[at] = (byte) (128 + ((-38 * r - 74 * g + 112 * b + 128) >> 8));
            red[at] = (byte) (128 + ((112 * r - 94 * g - 18 * b + 128) >> 8));
        }
    }
}
