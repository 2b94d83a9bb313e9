package org.sharpeyes.testkit.video;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Name and clock of a simulated camera as black and white cells along the lower edge of its picture, so that a program
 * can read them back from a decoded picture without character recognition.
 *
 * <p>The strip has 80 × 4 square cells, 320 bits, most significant bit first, row by row; white is 1:
 *
 * <pre>
 *   byte 0..1   0x5E 0xE5
 *   byte 2      1 if the clock is that of the picture, 0 if the picture is a recorded loop
 *   byte 3      length of the name
 *   byte 4..27  the name in ASCII, padded with zeros
 *   byte 28..35 clock, milliseconds since 1970
 *   byte 36..39 CRC-32 of all before
 * </pre>
 *
 * <p>Cells scale with the width of the picture, so a picture that was shrunk to a third can still be read.
 */
public final class CellCode {
    public static final int MAX_NAME_BYTES = 24;

    private static final int COLUMNS = 80;
    private static final int ROWS = 4;
    private static final int BYTES = COLUMNS * ROWS / 8;
    private static final int MAGIC = 0x5EE5;
    private static final int BLACK = 16;
    private static final int WHITE = 235;

    /**
     * What the cells say.
     *
     * @param name of the camera
     * @param at when the picture was drawn, to the millisecond; meaningless unless {@code live}
     * @param live whether the picture was encoded when it was sent; {@code false} for a recorded loop
     */
    public record Reading(String name, Instant at, boolean live) {
        public Reading {
            if (name.isEmpty() || name.getBytes(StandardCharsets.US_ASCII).length > MAX_NAME_BYTES) {
                throw new IllegalArgumentException("name: \"" + name + "\" (expected: 1 to 24 ASCII characters)");
            }
        }
    }

    private CellCode() {}

    /** Height of the strip in a picture of that width, in pixels. */
    static int stripHeight(int width) {
        return (width * ROWS + COLUMNS - 1) / COLUMNS;
    }

    /** Draws the cells over the lower edge of a picture. */
    static void draw(Picture picture, Reading reading) {
        byte[] bits = encode(reading);
        int width = picture.width();
        int top = picture.height() - stripHeight(width);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                int index = row * COLUMNS + column;
                boolean white = (bits[index / 8] >> (7 - index % 8) & 1) == 1;
                picture.fill(
                        column * width / COLUMNS,
                        top + row * width / COLUMNS,
                        (column + 1) * width / COLUMNS,
                        top + (row + 1) * width / COLUMNS,
                        white ? WHITE : BLACK,
                        128,
                        128);
            }
        }
    }

    /**
     * Reads the cells of a decoded picture.
     *
     * @param luma brightness, one byte a pixel, limited or full range
     * @param stride bytes from one row to the next
     * @return empty if the picture has no cells, or none that pass the check sum
     */
    public static Optional<Reading> read(byte[] luma, int stride, int width, int height) {
        if (width < COLUMNS || height <= stripHeight(width) || luma.length < (long) stride * (height - 1) + width) {
            return Optional.empty();
        }
        byte[] bits = new byte[BYTES];
        int top = height - stripHeight(width);
        for (int index = 0; index < COLUMNS * ROWS; index++) {
            int column = index % COLUMNS;
            int row = index / COLUMNS;
            if (brightness(luma, stride, width, top, column, row) >= 126) {
                bits[index / 8] |= (byte) (0x80 >> index % 8);
            }
        }
        return decode(bits);
    }

    private static int brightness(byte[] luma, int stride, int width, int top, int column, int row) {
        double cell = (double) width / COLUMNS;
        int x0 = (int) (column * cell + cell * 0.3);
        int x1 = Math.max(x0 + 1, (int) (column * cell + cell * 0.7));
        int y0 = top + (int) (row * cell + cell * 0.3);
        int y1 = Math.max(y0 + 1, top + (int) (row * cell + cell * 0.7));
        int sum = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                sum += luma[y * stride + x] & 0xff;
            }
        }
        return sum / ((x1 - x0) * (y1 - y0));
    }

    private static byte[] encode(Reading reading) {
        byte[] name = reading.name().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        buffer.putShort((short) MAGIC).put((byte) (reading.live() ? 1 : 0)).put((byte) name.length);
        buffer.put(name).position(4 + MAX_NAME_BYTES);
        buffer.putLong(reading.at().toEpochMilli());
        buffer.putInt(checkSum(buffer.array()));
        return buffer.array();
    }

    private static Optional<Reading> decode(byte[] bits) {
        ByteBuffer buffer = ByteBuffer.wrap(bits);
        if ((buffer.getShort() & 0xffff) != MAGIC || buffer.getInt(BYTES - 4) != checkSum(bits)) {
            return Optional.empty();
        }
        boolean live = buffer.get() == 1;
        int length = buffer.get();
        if (length < 1 || length > MAX_NAME_BYTES) {
            return Optional.empty();
        }
        String name = new String(bits, 4, length, StandardCharsets.US_ASCII);
        return Optional.of(new Reading(name, Instant.ofEpochMilli(buffer.getLong(4 + MAX_NAME_BYTES)), live));
    }

    private static int checkSum(byte[] bits) {
        CRC32 crc = new CRC32();
        crc.update(bits, 0, BYTES - 4);
        return (int) crc.getValue();
    }
}
