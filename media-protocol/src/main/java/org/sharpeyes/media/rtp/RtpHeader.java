package org.sharpeyes.media.rtp;

import io.netty.buffer.ByteBuf;

/**
 * Reads an RTP packet where it lies, from the buffer's reader index to its writer index, without allocation and without
 * moving an index (RFC 3550 §5.1). Every method borrows its buffer. Call {@link #isValid} first; the others trust it.
 *
 * <pre>
 *  V=2 P X CC | M PT | sequence number | time stamp | SSRC | CSRC × CC | [extension] | payload | [padding]
 * </pre>
 */
public final class RtpHeader {
    /** Bytes of a header without CSRC and extension. */
    public static final int BYTES = 12;

    private static final int VERSION_2 = 2;

    private RtpHeader() {}

    /** True when version, CSRC list, extension and padding fit into the buffer. */
    public static boolean isValid(ByteBuf packet) {
        int length = packet.readableBytes();
        if (length < BYTES || (packet.getUnsignedByte(packet.readerIndex()) >> 6) != VERSION_2) {
            return false;
        }
        int head = headBytes(packet, length);
        return head >= 0 && head + paddingBytes(packet, length) <= length;
    }

    public static boolean marker(ByteBuf packet) {
        return (packet.getByte(packet.readerIndex() + 1) & 0x80) != 0;
    }

    public static int payloadType(ByteBuf packet) {
        return packet.getByte(packet.readerIndex() + 1) & 0x7F;
    }

    /** 0 to 65535. */
    public static int sequenceNumber(ByteBuf packet) {
        return packet.getUnsignedShort(packet.readerIndex() + 2);
    }

    /** In units of the track's clock, 32 bits as a signed int: unwrap with {@link TimestampUnwrapper}. */
    public static int timestamp(ByteBuf packet) {
        return packet.getInt(packet.readerIndex() + 4);
    }

    /** 32 bits as a signed int. */
    public static int ssrc(ByteBuf packet) {
        return packet.getInt(packet.readerIndex() + 8);
    }

    /** Absolute index of the first payload byte in {@code packet}. */
    public static int payloadIndex(ByteBuf packet) {
        return packet.readerIndex() + headBytes(packet, packet.readableBytes());
    }

    /** Payload without padding, in bytes; may be 0. */
    public static int payloadLength(ByteBuf packet) {
        int length = packet.readableBytes();
        return length - headBytes(packet, length) - paddingBytes(packet, length);
    }

    /** Appends a header without CSRC and extension to {@code out}. */
    public static void write(
            ByteBuf out, boolean marker, int payloadType, int sequenceNumber, int timestamp, int ssrc) {
        out.writeByte(VERSION_2 << 6);
        out.writeByte((marker ? 0x80 : 0) | (payloadType & 0x7F));
        out.writeShort(sequenceNumber);
        out.writeInt(timestamp);
        out.writeInt(ssrc);
    }

    /** Header with CSRC list and extension, or -1 when it does not fit. */
    private static int headBytes(ByteBuf packet, int length) {
        int at = packet.readerIndex();
        int first = packet.getUnsignedByte(at);
        int head = BYTES + (first & 0x0F) * 4;
        if ((first & 0x10) != 0) {
            if (head + 4 > length) {
                return -1;
            }
            head += 4 + packet.getUnsignedShort(at + head + 2) * 4;
        }
        return head > length ? -1 : head;
    }

    /** A padding count of 0 in a packet that says it is padded counts as none: cameras send it. */
    private static int paddingBytes(ByteBuf packet, int length) {
        boolean padded = (packet.getByte(packet.readerIndex()) & 0x20) != 0;
        return padded ? packet.getUnsignedByte(packet.readerIndex() + length - 1) : 0;
    }
}
