package org.sharpeyes.media.video;

import io.netty.buffer.ByteBuf;

/** Where the next access unit begins (H.264 §7.4.1.2.3, H.265 §7.4.2.4.4), as far as the first bytes tell. */
final class PictureBorder {
    private PictureBorder() {}

    /**
     * Whether this NAL unit, coming behind slice data, belongs to the next picture.
     *
     * @param firstSliceSplits whether a first slice is believed to begin a picture (not so with coded fields)
     */
    static boolean startsNext(VideoCodec codec, ByteBuf in, int index, int length, boolean firstSliceSplits) {
        int type = codec.nalType(in.getByte(index));
        if (codec.isPictureData(type)) {
            int body = index + codec.nalHeaderBytes();
            return firstSliceSplits && length > codec.nalHeaderBytes() && (in.getByte(body) & 0x80) != 0;
        }
        return startsPicture(codec, type);
    }

    /** Units other than slices that never stand behind the slices of their picture. */
    static boolean startsPicture(VideoCodec codec, int type) {
        return codec == VideoCodec.H264
                ? (type >= 6 && type <= 9) || (type >= 14 && type <= 18)
                : (type >= 32 && type <= 35) || type == 39 || (type >= 41 && type <= 44) || (type >= 48 && type <= 55);
    }
}
