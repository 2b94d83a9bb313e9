package org.sharpeyes.media.video;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** RFC 7798 §4.4, without decoding order numbers (sprop-max-don-diff 0), as cameras send it. */
final class H265PayloadReader implements PayloadReader {
    private static final int AP = 48;
    private static final int FU = 49;

    private final PictureAssembler assembler;

    H265PayloadReader(PictureAssembler assembler) {
        this.assembler = assembler;
    }

    @Override
    public void read(ByteBuf in, int index, int length, Consumer<AccessUnit> out) {
        if (length < 3) {
            assembler.odd();
            return;
        }
        int type = (in.getByte(index) >> 1) & 0x3F;
        if (type == FU) {
            fragment(in, index, length, out);
        } else if (type == AP) {
            aggregate(in, index + 2, index + length, out);
        } else if (type < AP) {
            assembler.unit(in, index, length, out);
        } else {
            assembler.odd();
        }
    }

    /**
     * <pre>
     *  payload header with type 49 (2 bytes) | S E type | data
     * </pre>
     */
    private void fragment(ByteBuf in, int index, int length, Consumer<AccessUnit> out) {
        int fu = in.getUnsignedByte(index + 2);
        boolean start = (fu & 0x80) != 0;
        boolean end = (fu & 0x40) != 0;
        int data = index + 3;
        int bytes = length - 3;
        if (start) {
            int first = in.getUnsignedByte(index) & 0x81 | (fu & 0x3F) << 1;
            assembler.beginFragmented(first, in.getUnsignedByte(index + 1), in, data, bytes, out);
        } else {
            assembler.moreFragment(in, data, bytes);
        }
        if (end) {
            assembler.endFragmented(out);
        }
    }

    private void aggregate(ByteBuf in, int from, int limit, Consumer<AccessUnit> out) {
        int at = from;
        while (limit - at > 2) {
            int size = in.getUnsignedShort(at);
            at += 2;
            if (size > limit - at) {
                assembler.odd();
                assembler.damaged();
                return;
            }
            if (size > 0) {
                assembler.unit(in, at, size, out);
            }
            at += size;
        }
    }
}
