package org.sharpeyes.relay.picture;

import io.netty.buffer.ByteBuf;

/** The few things the relay must know of an RTP packet without making an object of it (RFC 3550 §5.1). */
final class RtpHead {
    static final int MIN_LENGTH = 12;

    private RtpHead() {}

    /** Where the payload begins, counted from {@code start}, or -1 if this is no whole RTP packet. */
    static int payloadOffset(ByteBuf packet, int start, int length) {
        if (length < MIN_LENGTH || length > 0xFFFF) {
            return -1;
        }
        int first = packet.getUnsignedByte(start);
        if (first >>> 6 != 2) {
            return -1;
        }
        int offset = MIN_LENGTH + 4 * (first & 0x0F);
        if ((first & 0x10) != 0) {
            if (offset + 4 > length) {
                return -1;
            }
            offset += 4 + 4 * packet.getUnsignedShort(start + offset + 2);
        }
        return offset > length ? -1 : offset;
    }
}
