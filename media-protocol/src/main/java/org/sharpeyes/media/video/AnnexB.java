package org.sharpeyes.media.video;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Byte streams with start codes (H.264 and H.265 Annex B), as encoders write them to files. Stateless. */
public final class AnnexB {
    private AnnexB() {}

    /**
     * The NAL units of {@code stream} without start codes and trailing zeros, as slices that are not retained: they live
     * as long as {@code stream}, which is borrowed and not moved. Bytes before the first start code are skipped.
     */
    public static List<ByteBuf> nalUnits(ByteBuf stream) {
        List<ByteBuf> units = new ArrayList<>();
        int limit = stream.writerIndex();
        int start = startCode(stream, stream.readerIndex(), limit);
        while (start < limit) {
            int from = start + 3;
            int next = startCode(stream, from, limit);
            int end = next;
            while (end > from && stream.getByte(end - 1) == 0) {
                end--;
            }
            if (end > from) {
                units.add(stream.slice(from, end - from));
            }
            start = next;
        }
        return units;
    }

    /** The NAL units of {@code stream} by picture, in decoding order; slices as of {@link #nalUnits}. */
    public static List<List<ByteBuf>> pictures(VideoCodec codec, ByteBuf stream) {
        List<List<ByteBuf>> pictures = new ArrayList<>();
        List<ByteBuf> current = new ArrayList<>();
        boolean hasData = false;
        for (ByteBuf unit : nalUnits(stream)) {
            if (unit.readableBytes() <= codec.nalHeaderBytes()) {
                continue;
            }
            boolean data = codec.isPictureData(codec.nalType(unit.getByte(0)));
            if (hasData && PictureBorder.startsNext(codec, unit, 0, unit.readableBytes(), true)) {
                pictures.add(current);
                current = new ArrayList<>();
                hasData = false;
            }
            current.add(unit);
            hasData |= data;
        }
        if (hasData) {
            pictures.add(current);
        }
        return pictures;
    }

    /** Index of the first 00 00 01 in [from, limit), or {@code limit}. */
    static int startCode(ByteBuf in, int from, int limit) {
        int i = from;
        while (i + 2 < limit) {
            int third = in.getByte(i + 2);
            if (third > 1 || third < 0) {
                i += 3;
            } else if (third == 1 && in.getByte(i + 1) == 0 && in.getByte(i) == 0) {
                return i;
            } else {
                i++;
            }
        }
        return limit;
    }

    /** Units of {@code bytes}, which may begin without a start code and may be the only unit. */
    static List<byte[]> splitLoose(byte[] bytes) {
        List<byte[]> units = new ArrayList<>(2);
        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            boolean code = i + 2 < bytes.length && bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1;
            if (code || i == bytes.length) {
                int end = i;
                while (end > from && bytes[end - 1] == 0) {
                    end--;
                }
                if (end > from) {
                    units.add(Arrays.copyOfRange(bytes, from, end));
                }
                from = i + 3;
                i += code ? 2 : 0;
            }
        }
        return units;
    }
}
