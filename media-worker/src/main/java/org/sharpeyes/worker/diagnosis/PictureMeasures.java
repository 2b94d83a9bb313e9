package org.sharpeyes.worker.diagnosis;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * What was measured of one picture. Levels are of full-range 8-bit pictures, 0 to 255. The bands at the upper and lower
 * edge, where cameras write their name and clock, are left out of all but {@code thumbnail}. Immutable: nobody writes the
 * arrays.
 *
 * @param mean brightness
 * @param deviation of brightness: contrast
 * @param dark level that 1 % of the picture lies below
 * @param bright level that 99 % of the picture lies below
 * @param darkShare of nearly black pixels, 0 to 1
 * @param brightShare of nearly white pixels, 0 to 1
 * @param sharpness strength of the sharpest tenth of the picture's edges, noise taken off, in levels
 * @param noise deviation of the noise, in levels
 * @param textured share of blocks that show more than noise, 0 to 1
 * @param blue mean of Cb, 128 is neutral
 * @param red mean of Cr, 128 is neutral
 * @param colour how far colours lie apart, in levels; about 0 for a grey picture
 * @param thumbnail brightness, {@value #THUMB_WIDTH} × {@value #THUMB_HEIGHT}
 * @param samples brightness of {@value #SAMPLES} pixels at fixed scattered places, not scaled down
 */
public record PictureMeasures(
        float mean,
        float deviation,
        float dark,
        float bright,
        float darkShare,
        float brightShare,
        float sharpness,
        float noise,
        float textured,
        float blue,
        float red,
        float colour,
        byte[] thumbnail,
        byte[] samples) {
    public static final int THUMB_WIDTH = 80;
    public static final int THUMB_HEIGHT = 45;
    public static final int SAMPLES = 2_048;

    private static final int NUMBERS = 12;

    /** Length of {@link #toBytes}. */
    public static final int BYTES = NUMBERS * Float.BYTES + THUMB_WIDTH * THUMB_HEIGHT + SAMPLES;

    public PictureMeasures {
        requireNonNull(thumbnail, "thumbnail");
        requireNonNull(samples, "samples");
        length("thumbnail", thumbnail, THUMB_WIDTH * THUMB_HEIGHT);
        length("samples", samples, SAMPLES);
        level("mean", mean);
        level("deviation", deviation);
        level("dark", dark);
        level("bright", bright);
        level("dark share", darkShare);
        level("bright share", brightShare);
        // A Laplacian of 8-bit levels reaches four times their range.
        if (!(sharpness >= 0 && sharpness <= 1_020)) {
            throw new IllegalArgumentException("sharpness: " + sharpness + " (expected: 0 to 1020)");
        }
        level("noise", noise);
        level("textured", textured);
        level("blue", blue);
        level("red", red);
        level("colour", colour);
    }

    /** Not a number is no level either. */
    private static void level(String name, float value) {
        if (!(value >= 0 && value <= 255)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to 255)");
        }
    }

    private static void length(String name, byte[] bytes, int expected) {
        if (bytes.length != expected) {
            throw new IllegalArgumentException(name + ": " + bytes.length + " bytes (expected: " + expected + ")");
        }
    }

    /** Big-endian: the numbers in the order of the components, then thumbnail and samples. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putFloat(mean)
                .putFloat(deviation)
                .putFloat(dark)
                .putFloat(bright)
                .putFloat(darkShare)
                .putFloat(brightShare)
                .putFloat(sharpness)
                .putFloat(noise)
                .putFloat(textured)
                .putFloat(blue)
                .putFloat(red)
                .putFloat(colour)
                .put(thumbnail)
                .put(samples)
                .array();
    }

    /**
     * Reads what {@link #toBytes} wrote from the next {@value #BYTES} bytes.
     *
     * @throws IllegalArgumentException if a number is none that a picture can have
     * @throws java.nio.BufferUnderflowException if there are fewer bytes
     */
    public static PictureMeasures read(ByteBuffer in) {
        float[] numbers = new float[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = in.getFloat();
        }
        byte[] thumbnail = new byte[THUMB_WIDTH * THUMB_HEIGHT];
        byte[] samples = new byte[SAMPLES];
        in.get(thumbnail);
        in.get(samples);
        return new PictureMeasures(
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                numbers[8],
                numbers[9],
                numbers[10],
                numbers[11],
                thumbnail,
                samples);
    }

    @Override
    public String toString() {
        return String.format(
                "PictureMeasures[mean %.1f, deviation %.1f, %.0f to %.0f, sharpness %.1f, noise %.1f, textured %.2f,"
                        + " Cb %.1f Cr %.1f, colour %.1f]",
                mean, deviation, dark, bright, sharpness, noise, textured, blue, red, colour);
    }
}
