package org.sharpeyes.media.video;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** Takes one payload apart into NAL units and fragments for the assembler. Two formats: RFC 6184 and RFC 7798. */
interface PayloadReader {
    /** Borrows {@code in}; {@code length} is above 0. */
    void read(ByteBuf in, int index, int length, Consumer<AccessUnit> out);
}
