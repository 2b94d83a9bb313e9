package org.sharpeyes.media.video;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtp.TimestampUnwrapper;

/**
 * Gathers NAL units into pictures. A picture ends with a marker behind slice data, with a NAL unit that can only belong
 * to the next picture, or with a new time stamp behind slice data. Parameter sets and SEI in front take the time stamp
 * of the slices that follow.
 */
final class PictureAssembler {
    private static final int FIRST_BUFFER_BYTES = 16 * 1024;

    private final VideoCodec codec;
    private final ByteBufAllocator allocator;
    private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();

    private ParameterSets sets;
    private boolean setsChanged;
    private boolean fieldsPossible;

    /** NAL units gathered, each behind its length; null between pictures. */
    private @Nullable ByteBuf data;

    private int units;
    private long timestamp;
    private boolean hasSlices;
    private boolean endsWithSlice;
    private boolean keyFrame;

    /** Something of the picture under way is missing. */
    private boolean broken;

    /** Something was dropped since the last picture that was delivered. */
    private boolean afterLoss;

    /** Index of the length of the NAL unit under way, or -1. */
    private int open = -1;

    /** The last picture was ended by a marker: its time stamp, to find cameras that mark every slice. */
    private boolean endedByMarker;

    private boolean markersLie;
    private long pictures;
    private long dropped;
    private long odd;

    PictureAssembler(VideoCodec codec, ParameterSets hint, ByteBufAllocator allocator) {
        this.codec = codec;
        this.sets = requireNonNull(hint, "hint");
        this.allocator = requireNonNull(allocator, "allocator");
        this.fieldsPossible = interlaced(hint);
    }

    private static boolean interlaced(ParameterSets sets) {
        return sets.pictureFormat().map(PictureFormat::interlaced).orElse(false);
    }

    ParameterSets parameterSets() {
        return sets;
    }

    long pictures() {
        return pictures;
    }

    long dropped() {
        return dropped;
    }

    long oddPayloads() {
        return odd;
    }

    void odd() {
        odd++;
    }

    /** What is under way can no longer be trusted. */
    void damaged() {
        broken = true;
        afterLoss = true;
    }

    /** Packets are missing before the next one. */
    void loss() {
        closeOpen();
        if (data == null) {
            afterLoss = true;
            broken = true; // the head of the next picture may be gone; its first unit tells
            return;
        }
        damaged();
    }

    /** The time stamp of the packet whose units follow. */
    void packet(int rtpTimestamp, Consumer<AccessUnit> out) {
        long next = unwrapper.unwrap(rtpTimestamp);
        if (data != null && next != timestamp && hasSlices) {
            boolean wasBroken = broken;
            flush(out);
            // A gap between two time stamps may have taken the end of one and the head of the other.
            broken = wasBroken;
        }
        if (next != timestamp) {
            endedByMarker = false;
        }
        timestamp = next;
    }

    /** One whole NAL unit, which may hold others behind start codes. */
    void unit(ByteBuf in, int index, int length, Consumer<AccessUnit> out) {
        closeOpen();
        int limit = index + length;
        int from = index;
        while (from < limit) {
            int code = AnnexB.startCode(in, from, limit);
            int end = code;
            while (end > from && in.getByte(end - 1) == 0) {
                end--;
            }
            if (end - from > codec.nalHeaderBytes()) {
                begin(in.getByte(from), in, from, end - from, out);
                append(in, from, end - from);
                finish();
            }
            if (code < limit || from > index) {
                odd++;
            }
            from = code + 3;
        }
    }

    /**
     * The first fragment of a NAL unit.
     *
     * @param second the second byte of the NAL unit header, or -1 when it has only one
     */
    void beginFragmented(int first, int second, ByteBuf in, int index, int length, Consumer<AccessUnit> out) {
        if (open >= 0) {
            odd++; // the end of the unit before was never marked
            closeOpen();
        }
        begin((byte) first, in, index - codec.nalHeaderBytes(), length + codec.nalHeaderBytes(), out);
        ByteBuf buffer = buffer();
        open = buffer.writerIndex();
        buffer.writeInt(0).writeByte(first);
        if (second >= 0) {
            buffer.writeByte(second);
        }
        append(in, index, length);
    }

    void moreFragment(ByteBuf in, int index, int length) {
        if (open < 0) {
            odd++;
            damaged();
            return;
        }
        append(in, index, length);
    }

    void endFragmented(Consumer<AccessUnit> out) {
        if (open < 0) {
            return;
        }
        ByteBuf buffer = buffer();
        int from = open + AccessUnit.LENGTH_BYTES;
        int code = AnnexB.startCode(buffer, from, buffer.writerIndex());
        if (code < buffer.writerIndex()) {
            splitOpen(buffer, from, out);
        } else {
            closeOpen();
        }
    }

    /** Units glued together by start codes inside one fragmented unit (V380): take them out and feed them singly. */
    private void splitOpen(ByteBuf buffer, int from, Consumer<AccessUnit> out) {
        ByteBuf copy = buffer.copy(from, buffer.writerIndex() - from);
        buffer.writerIndex(open);
        open = -1;
        units--;
        try {
            unit(copy, 0, copy.readableBytes(), out);
        } finally {
            copy.release();
        }
    }

    /** Decides before a unit is added whether it begins the next picture. */
    private void begin(byte first, ByteBuf in, int index, int length, Consumer<AccessUnit> out) {
        int type = codec.nalType(first);
        int body = index + codec.nalHeaderBytes();
        boolean slice = codec.isPictureData(type);
        boolean firstSlice = slice && length > codec.nalHeaderBytes() && (in.getByte(body) & 0x80) != 0;
        if (hasSlices && startsNext(type, slice, firstSlice)) {
            flush(out);
        }
        if (data == null) {
            if (slice && !firstSlice && endedByMarker && !broken) {
                markersLie = true; // the camera marks every slice: from now on time stamps end pictures
                damaged();
            }
            if (!slice || firstSlice) {
                broken = false; // the head is here, whatever was lost before it
            } else if (afterLoss) {
                broken = true;
            }
        }
        hasSlices |= slice;
        endsWithSlice = slice;
        keyFrame |= codec.isRandomAccess(type);
        if (++units > Depacketizer.MAX_NAL_UNITS) {
            damaged();
        }
    }

    private boolean startsNext(int type, boolean slice, boolean firstSlice) {
        return slice ? firstSlice && !fieldsPossible : PictureBorder.startsPicture(codec, type);
    }

    private ByteBuf buffer() {
        ByteBuf buffer = data;
        if (buffer == null) {
            buffer = allocator.buffer(FIRST_BUFFER_BYTES);
            data = buffer;
        }
        return buffer;
    }

    private void append(ByteBuf in, int index, int length) {
        ByteBuf buffer = buffer();
        if (open < 0) {
            open = buffer.writerIndex();
            buffer.writeInt(0);
        }
        if (buffer.readableBytes() + length > Depacketizer.MAX_PICTURE_BYTES) {
            if (!broken) {
                odd++;
            }
            damaged();
            return;
        }
        buffer.writeBytes(in, index, length);
    }

    private void closeOpen() {
        if (open >= 0) {
            finish();
        }
    }

    /** Writes the length of the unit under way and keeps it if it is a parameter set. */
    private void finish() {
        ByteBuf buffer = buffer();
        int from = open + AccessUnit.LENGTH_BYTES;
        int end = buffer.writerIndex();
        while (end > from && buffer.getByte(end - 1) == 0) {
            end--;
        }
        int start = open;
        open = -1;
        if (end - from <= codec.nalHeaderBytes()) {
            buffer.writerIndex(start);
            return;
        }
        buffer.writerIndex(end);
        buffer.setInt(start, end - from);
        if (codec.isParameterSet(codec.nalType(buffer.getByte(from)))
                && end - from <= ParameterSet.MAX_BYTES
                && !broken) {
            remember(ParameterSet.copyOf(buffer, from, end - from));
        }
    }

    private void remember(ParameterSet set) {
        ParameterSets next = sets.with(set);
        if (next != sets) {
            sets = next;
            setsChanged = true;
            fieldsPossible = interlaced(next);
        }
    }

    void marker(Consumer<AccessUnit> out) {
        if (open >= 0) {
            odd++;
            closeOpen();
        }
        if (endsWithSlice && !markersLie) {
            flush(out);
            endedByMarker = true;
        }
    }

    /** Nothing more will come. */
    void end(Consumer<AccessUnit> out) {
        if (open >= 0) {
            damaged();
        }
        flush(out);
    }

    void flush(Consumer<AccessUnit> out) {
        closeOpen();
        ByteBuf buffer = data;
        if (buffer == null) {
            return;
        }
        boolean complete = hasSlices && !broken && buffer.isReadable();
        boolean key = keyFrame;
        reset();
        if (!complete) {
            dropped++;
            afterLoss = true;
            buffer.release();
            return;
        }
        pictures++;
        AccessUnit unit = new AccessUnit(codec, buffer, key, timestamp, sets, setsChanged, afterLoss);
        setsChanged = false;
        afterLoss = false;
        out.accept(unit);
    }

    private void reset() {
        data = null;
        units = 0;
        hasSlices = false;
        endsWithSlice = false;
        keyFrame = false;
        broken = false;
    }

    void discard() {
        if (data != null) {
            data.release();
        }
        open = -1;
        reset();
    }
}
