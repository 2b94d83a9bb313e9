package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;

/**
 * Codes one block of 16-bit mono samples as a FLAC frame (RFC 9639 §9): constant, fixed predictor with one Rice partition,
 * or verbatim, whichever is shortest. Bits that are zero in all samples, as the low ones of A-law and µ-law are, are left
 * out. Confined to one thread.
 */
final class FlacEncoder {
    /** Longest block, in samples. */
    static final int MAX_BLOCK = 8192;

    private static final int BITS = 16;
    private static final int MAX_ORDER = 4;
    private static final int MAX_RICE = 14;
    private static final int[] CRC8 = table(0x07, 8);
    private static final int[] CRC16 = table(0x8005, 16);

    private final int sampleRate;
    private final int[][] residuals = new int[MAX_ORDER + 1][MAX_BLOCK];
    private final BitWriter out = new BitWriter();

    FlacEncoder(int sampleRate) {
        this.sampleRate = sampleRate;
    }

    /** The 34 bytes of STREAMINFO (RFC 9639 §8.2): blocks of any size, of any number. */
    void writeStreamInfo(BoxWriter box) {
        box.int16(16).int16(65535).zero(6);
        long packed = (long) sampleRate << 44 | (long) (BITS - 1) << 36;
        box.int64(packed).zero(16);
    }

    /**
     * Appends one frame.
     *
     * @param samples at most {@link #MAX_BLOCK} count
     * @param first number of the first sample in the stream, 36 bits
     */
    void encode(short[] samples, int count, long first, ByteBuf into) {
        if (count < 1 || count > MAX_BLOCK) {
            throw new IllegalArgumentException("block: " + count + " samples (expected: 1 to " + MAX_BLOCK + ")");
        }
        out.clear();
        head(count, first);
        subframe(samples, count);
        out.align();
        out.bits(crc(CRC16, 16, out.bytes, out.length), 16);
        into.writeBytes(out.bytes, 0, out.length);
    }

    private void head(int count, long first) {
        // Sync code, variable block size; size and rate in fields of their own; mono of 16 bits.
        out.bits(0xFFF9, 16);
        out.bits(0x7D, 8);
        out.bits(4 << 1, 8);
        coded(first & 0xFFFFFFFFFL);
        out.bits(count - 1, 16);
        out.bits(sampleRate & 0xFFFF, 16);
        out.bits(crc(CRC8, 8, out.bytes, out.length), 8);
    }

    /** The coded number (RFC 9639 §9.1.5), as UTF-8 extended to 36 bits. */
    private void coded(long number) {
        if (number < 0x80) {
            out.bits((int) number, 8);
            return;
        }
        int more = 1;
        while (more < 6 && number >> 5 * more + 6 != 0) {
            more++;
        }
        out.bits((int) (0xFF00 >> more + 1 & 0xFF | number >> 6 * more), 8);
        for (int shift = 6 * (more - 1); shift >= 0; shift -= 6) {
            out.bits((int) (0x80 | number >> shift & 0x3F), 8);
        }
    }

    private void subframe(short[] samples, int count) {
        int union = 0;
        boolean constant = true;
        for (int i = 0; i < count; i++) {
            union |= samples[i];
            constant &= samples[i] == samples[0];
        }
        if (constant) {
            out.bits(0, 8);
            out.bits(samples[0], BITS);
            return;
        }
        int wasted = Integer.numberOfTrailingZeros(union);
        int bits = BITS - wasted;
        for (int i = 0; i < count; i++) {
            residuals[0][i] = samples[i] >> wasted;
        }
        int order = bestOrder(count);
        int rice = bestRice(residuals[order], order, count);
        long coded = (long) order * bits + 10 + riceBits(residuals[order], order, count, rice);
        if (coded >= (long) count * bits) {
            begin(1, wasted);
            for (int i = 0; i < count; i++) {
                out.bits(residuals[0][i], bits);
            }
            return;
        }
        begin(8 + order, wasted);
        for (int i = 0; i < order; i++) {
            out.bits(residuals[0][i], bits);
        }
        out.bits(0, 6);
        out.bits(rice, 4);
        for (int i = order; i < count; i++) {
            int folded = folded(residuals[order][i]);
            out.zeros(folded >>> rice);
            out.bits(1, 1);
            out.bits(folded, rice);
        }
    }

    private void begin(int type, int wasted) {
        out.bits(type << 1 | (wasted > 0 ? 1 : 0), 8);
        if (wasted > 0) {
            out.zeros(wasted - 1);
            out.bits(1, 1);
        }
    }

    /** Fills in the residuals of every order and says which one is the smallest. */
    private int bestOrder(int count) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int order = 0; order <= MAX_ORDER && order < count; order++) {
            long sum = 0;
            for (int i = order; i < count; i++) {
                if (order > 0) {
                    residuals[order][i] = residuals[order - 1][i] - residuals[order - 1][i - 1];
                }
                sum += Math.abs(residuals[order][i]);
            }
            if (sum < least) {
                least = sum;
                best = order;
            }
        }
        return best;
    }

    private static int bestRice(int[] residual, int from, int count) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int rice = 0; rice <= MAX_RICE; rice++) {
            long bits = riceBits(residual, from, count, rice);
            if (bits < least) {
                least = bits;
                best = rice;
            }
        }
        return best;
    }

    private static long riceBits(int[] residual, int from, int count, int rice) {
        long bits = (long) (count - from) * (rice + 1);
        for (int i = from; i < count; i++) {
            bits += folded(residual[i]) >>> rice;
        }
        return bits;
    }

    private static int folded(int value) {
        return value << 1 ^ value >> 31;
    }

    private static int crc(int[] table, int width, byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc = (crc << 8 ^ table[(crc >>> width - 8 ^ bytes[i]) & 0xFF]) & (1 << width) - 1;
        }
        return crc;
    }

    private static int[] table(int polynomial, int width) {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << width - 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1 << width - 1) != 0 ? crc << 1 ^ polynomial : crc << 1;
            }
            table[i] = crc & (1 << width) - 1;
        }
        return table;
    }

    /** Bits, the most significant first. */
    private static final class BitWriter {
        // A verbatim block of the largest size and its head; what is coded otherwise is shorter.
        final byte[] bytes = new byte[2 * MAX_BLOCK + 64];
        int length;
        private long pending;
        private int pendingBits;

        void clear() {
            length = 0;
            pending = 0;
            pendingBits = 0;
        }

        void bits(int value, int count) {
            pending = pending << count | value & (1L << count) - 1;
            pendingBits += count;
            while (pendingBits >= 8) {
                pendingBits -= 8;
                bytes[length++] = (byte) (pending >>> pendingBits);
            }
        }

        void zeros(int count) {
            int left = count;
            while (left > 0) {
                int some = Math.min(left, 24);
                bits(0, some);
                left -= some;
            }
        }

        void align() {
            if (pendingBits > 0) {
                bits(0, 8 - pendingBits);
            }
        }
    }
}
