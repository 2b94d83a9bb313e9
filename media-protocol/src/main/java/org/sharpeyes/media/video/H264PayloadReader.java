package org.sharpeyes.media.video;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** RFC 6184 §5: packetization modes 0 and 1. */
final class H264PayloadReader implements PayloadReader {
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    private final PictureAssembler assembler;

    H264PayloadReader(PictureAssembler assembler) {
        this.assembler = assembler;
    }

    @Override
    public void read(ByteBuf in, int index, int length, Consumer<AccessUnit> out) {
        int head = in.getUnsignedByte(index);
        int type = head & 0x1F;
        if (type == FU_A) {
            fragment(in, index, length, head, out);
        } else if (type == STAP_A) {
            aggregate(in, index + 1, index + length, out);
        } else if (type >= 1 && type < STAP_A) {
            assembler.unit(in, index, length, out);
        } else if (in.getByte(index) == 0 && AnnexB.startCode(in, index, index + length) < index + length) {
            assembler.unit(in, index, length, out); // a start code in front, against RFC 6184 §5.1
        } else {
            assembler.odd();
        }
    }

    /**
     * <pre>
     *  F NRI 28 | S E R type | data
     * </pre>
     */
    private void fragment(ByteBuf in, int index, int length, int head, Consumer<AccessUnit> out) {
        if (length < 2) {
            assembler.odd();
            return;
        }
        int fu = in.getUnsignedByte(index + 1);
        boolean start = (fu & 0x80) != 0;
        boolean end = (fu & 0x40) != 0;
        int data = index + 2;
        int bytes = length - 2;
        if (start) {
            assembler.beginFragmented(head & 0xE0 | fu & 0x1F, -1, in, data, bytes, out);
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
