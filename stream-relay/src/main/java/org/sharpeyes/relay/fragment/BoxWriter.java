package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Writes boxes of ISO/IEC 14496-12 into a buffer, filling in their sizes. */
final class BoxWriter {
    private final ByteBuf out;

    BoxWriter(ByteBuf out) {
        this.out = out;
    }

    /** Opens a box; give the answer to {@link #end}. */
    int begin(String type) {
        int at = out.writerIndex();
        out.writeInt(0).writeCharSequence(type, StandardCharsets.US_ASCII);
        return at;
    }

    int begin(String type, int version, int flags) {
        int at = begin(type);
        out.writeInt(version << 24 | flags);
        return at;
    }

    void end(int begun) {
        out.setInt(begun, out.writerIndex() - begun);
    }

    BoxWriter text(String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
        return this;
    }

    BoxWriter int8(int value) {
        out.writeByte(value);
        return this;
    }

    BoxWriter int16(int value) {
        out.writeShort(value);
        return this;
    }

    BoxWriter int32(int value) {
        out.writeInt(value);
        return this;
    }

    BoxWriter int64(long value) {
        out.writeLong(value);
        return this;
    }

    BoxWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    BoxWriter zero(int count) {
        out.writeZero(count);
        return this;
    }
}
