package org.sharpeyes.relay.picture;

import io.netty.buffer.ByteBuf;

/** The few things the relay must know of an RTCP compound packet (RFC 3550 §6.4.1). */
final class RtcpHead {
    private static final int SENDER_REPORT = 200;
    private static final int SENDER_REPORT_MIN = 28;

    private RtcpHead() {}

    /**
     * The length of the sender report that a compound begins with.
     *
     * @return 0 if it begins with something else, -1 if this is no RTCP
     */
    static int senderReportLength(ByteBuf packet, int start, int length) {
        if (length < 8 || packet.getUnsignedByte(start) >>> 6 != 2) {
            return -1;
        }
        int report = 4 * (packet.getUnsignedShort(start + 2) + 1);
        if (report > length) {
            return -1;
        }
        if (packet.getUnsignedByte(start + 1) != SENDER_REPORT) {
            return 0;
        }
        return report < SENDER_REPORT_MIN ? -1 : report;
    }
}
