package org.sharpeyes.media.video;

import io.netty.buffer.ByteBuf;

/**
 * Looks at one RTP payload in passing, for a relay that forwards packets as they are. Reads a few bytes, allocates
 * nothing, believes nothing beyond the payload's length. Borrows its buffer. Stateless.
 */
public final class PayloadInspector {
    /** Holds the beginning of a NAL unit from which decoding can start. */
    public static final int KEY_FRAME = 1;

    /** Holds the beginning of a slice. */
    public static final int PICTURE_DATA = 1 << 1;

    /** Holds SPS, PPS or VPS. */
    public static final int PARAMETER_SETS = 1 << 2;

    /** Holds the first slice of a picture (first_mb_in_slice 0, first_slice_segment_in_pic_flag 1). */
    public static final int FIRST_SLICE = 1 << 3;

    /** Is, or ends with, slice data: a marker here is to be believed. */
    public static final int ENDS_WITH_PICTURE_DATA = 1 << 4;

    /** Holds an access unit delimiter. */
    public static final int DELIMITER = 1 << 5;

    private PayloadInspector() {}

    /**
     * What {@code length} bytes at {@code index} hold: a union of the flags of this class, 0 for what is not understood.
     *
     * @param index absolute, from {@code RtpHeader.payloadIndex}
     */
    public static int inspect(VideoCodec codec, ByteBuf packet, int index, int length) {
        if (length <= codec.nalHeaderBytes() || index + length > packet.writerIndex()) {
            return 0;
        }
        return codec == VideoCodec.H264 ? h264(packet, index, length) : h265(packet, index, length);
    }

    /**
     * Whether this packet ends its picture: the marker counts only behind slice data, as some cameras also set it on
     * parameter sets and SEI (Tapo TC70, Reolink Duo 2).
     *
     * @param flags from {@link #inspect}
     */
    public static boolean endsPicture(boolean marker, int flags) {
        return marker && (flags & ENDS_WITH_PICTURE_DATA) != 0;
    }

    private static int h264(ByteBuf in, int index, int length) {
        int type = in.getByte(index) & 0x1F;
        if (type == 28 || type == 29) { // FU-A, FU-B
            int header = in.getUnsignedByte(index + 1);
            int inner = header & 0x1F;
            int body = type == 28 ? index + 2 : index + 4;
            boolean start = (header & 0x80) != 0 && body < index + length;
            return start
                    ? nal(VideoCodec.H264, inner, in.getByte(body))
                    : VideoCodec.H264.isPictureData(inner) ? ENDS_WITH_PICTURE_DATA : 0;
        }
        if (type == 24) { // STAP-A
            return aggregate(VideoCodec.H264, in, index + 1, index + length);
        }
        return nal(VideoCodec.H264, type, in.getByte(index + 1));
    }

    private static int h265(ByteBuf in, int index, int length) {
        int type = (in.getByte(index) >> 1) & 0x3F;
        if (type == 49) { // FU
            int header = in.getUnsignedByte(index + 2 < index + length ? index + 2 : index);
            int inner = header & 0x3F;
            boolean start = (header & 0x80) != 0 && length > 3;
            return start
                    ? nal(VideoCodec.H265, inner, in.getByte(index + 3))
                    : VideoCodec.H265.isPictureData(inner) ? ENDS_WITH_PICTURE_DATA : 0;
        }
        if (type == 48) { // AP
            return aggregate(VideoCodec.H265, in, index + 2, index + length);
        }
        return length < 3 ? 0 : nal(VideoCodec.H265, type, in.getByte(index + 2));
    }

    private static int aggregate(VideoCodec codec, ByteBuf in, int from, int limit) {
        int flags = 0;
        int head = codec.nalHeaderBytes();
        int at = from;
        while (at + 2 < limit) {
            int size = in.getUnsignedShort(at);
            at += 2;
            if (size <= head || at + size > limit) {
                break;
            }
            flags &= ~ENDS_WITH_PICTURE_DATA;
            flags |= nal(codec, codec.nalType(in.getByte(at)), in.getByte(at + head));
            at += size;
        }
        return flags;
    }

    /** @param body the byte behind the NAL unit header */
    private static int nal(VideoCodec codec, int type, int body) {
        if (codec.isPictureData(type)) {
            // ue(v) 0 is a single 1 bit, and so is first_slice_segment_in_pic_flag.
            int first = (body & 0x80) != 0 ? FIRST_SLICE : 0;
            int key = codec.isRandomAccess(type) ? KEY_FRAME : 0;
            return PICTURE_DATA | ENDS_WITH_PICTURE_DATA | first | key;
        }
        if (codec.isParameterSet(type)) {
            return PARAMETER_SETS;
        }
        return codec.isDelimiter(type) ? DELIMITER : 0;
    }
}
