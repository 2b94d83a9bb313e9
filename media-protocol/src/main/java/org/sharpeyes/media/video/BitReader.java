package org.sharpeyes.media.video;

import java.util.Arrays;

/** Reads bits of a raw byte sequence payload (H.264 §7.2). Reading past the end throws {@link Truncated}. */
final class BitReader {
    private final byte[] bytes;
    private final int length;
    private int bit;

    private BitReader(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** The end of the data was passed, or a number is larger than 32 bits. */
    static final class Truncated extends Exception {
        private static final long serialVersionUID = 1L;

        Truncated(String message) {
            super(message);
        }
    }

    /** Drops the header and the emulation prevention bytes (00 00 03 becomes 00 00). */
    static BitReader ofNal(byte[] nal, int headerBytes) {
        byte[] clean = new byte[Math.max(0, nal.length - headerBytes)];
        int n = 0;
        int zeros = 0;
        for (int i = headerBytes; i < nal.length; i++) {
            if (zeros >= 2 && nal[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = nal[i] == 0 ? zeros + 1 : 0;
            clean[n++] = nal[i];
        }
        return new BitReader(Arrays.copyOf(clean, n), n);
    }

    boolean flag() throws Truncated {
        return bits(1) != 0;
    }

    /** Up to 32 bits, unsigned. */
    long bits(int count) throws Truncated {
        if (bit + count > length * 8) {
            throw new Truncated("bits: end of data at bit " + bit);
        }
        long value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value = value << 1 | (bytes[bit >> 3] >> (7 - (bit & 7)) & 1);
        }
        return value;
    }

    int number(int count) throws Truncated {
        return (int) bits(count);
    }

    void skip(int count) throws Truncated {
        if (bit + (long) count > length * 8L) {
            throw new Truncated("bits: end of data at bit " + bit);
        }
        bit += count;
    }

    /** ue(v), H.264 §9.1. */
    long exp() throws Truncated {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > 31) {
                throw new Truncated("ue(v): more than 31 leading zeros");
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** ue(v) that has to be within {@code max}. */
    int exp(int max) throws Truncated {
        long value = exp();
        if (value > max) {
            throw new Truncated("ue(v): " + value + " (expected: at most " + max + ")");
        }
        return (int) value;
    }

    /** se(v), H.264 §9.1.1. */
    long signedExp() throws Truncated {
        long value = exp();
        return (value & 1) != 0 ? (value + 1) / 2 : -(value / 2);
    }
}
