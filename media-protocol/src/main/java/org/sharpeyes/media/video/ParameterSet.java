package org.sharpeyes.media.video;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** One SPS, PPS or VPS with its NAL unit header and without start code. Immutable; equal by content. */
public final class ParameterSet {
    /** Longest that is kept, in bytes. */
    public static final int MAX_BYTES = 4096;

    private final byte[] bytes;

    private ParameterSet(byte[] bytes) {
        if (bytes.length < 2 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "parameter set: " + bytes.length + " bytes (expected: 2 to " + MAX_BYTES + ")");
        }
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}. */
    public static ParameterSet of(byte[] bytes) {
        return new ParameterSet(bytes.clone());
    }

    /** A copy of {@code length} bytes of {@code in}, which is borrowed. */
    public static ParameterSet copyOf(ByteBuf in, int index, int length) {
        byte[] copy = new byte[length];
        in.getBytes(index, copy);
        return new ParameterSet(copy);
    }

    /** A copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    /** Byte {@code index}, 0 to 255. */
    public int at(int index) {
        return bytes[index] & 0xFF;
    }

    /** Appends the bytes to {@code out}, which is borrowed. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes);
    }

    /** The unit without its emulation prevention bytes and header. */
    BitReader payload(VideoCodec codec) {
        return BitReader.ofNal(bytes, codec.nalHeaderBytes());
    }

    boolean sameAs(ByteBuf in, int index, int length) {
        if (length != bytes.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (in.getByte(index + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterSet that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "ParameterSet[" + bytes.length + " bytes]";
    }
}
