package org.sharpeyes.media.video;

import java.util.Locale;
import java.util.Optional;
import org.sharpeyes.media.sdp.MediaDescription;
import org.sharpeyes.media.sdp.RtpMap;

/** The video codecs that are understood. Others are relayed as packets only. */
public enum VideoCodec {
    H264,
    H265;

    /** RTP clock of both, in Hz. */
    public static final int CLOCK_RATE = 90_000;

    /** By the encoding name of {@code rtpmap}. */
    public static Optional<VideoCodec> of(String encoding) {
        return switch (encoding.toUpperCase(Locale.ROOT)) {
            case "H264" -> Optional.of(H264);
            case "H265", "HEVC" -> Optional.of(H265);
            default -> Optional.empty();
        };
    }

    /** The codec of this track, if it is video that is understood. */
    public static Optional<VideoCodec> of(MediaDescription media) {
        return media.rtpMap().map(RtpMap::encoding).flatMap(VideoCodec::of);
    }

    /** Bytes of a NAL unit header. */
    public int nalHeaderBytes() {
        return this == H264 ? 1 : 2;
    }

    /** NAL unit type from the first byte of a NAL unit (or of an RTP payload). */
    public int nalType(int firstByte) {
        return this == H264 ? firstByte & 0x1F : (firstByte >> 1) & 0x3F;
    }

    /** Coded slices. */
    public boolean isPictureData(int nalType) {
        return this == H264 ? nalType >= 1 && nalType <= 5 : nalType >= 0 && nalType <= 31;
    }

    /** Slices from which decoding can begin: IDR, and BLA and CRA in H.265. */
    public boolean isRandomAccess(int nalType) {
        return this == H264 ? nalType == 5 : nalType >= 16 && nalType <= 21;
    }

    /** SPS, PPS, and VPS in H.265. */
    public boolean isParameterSet(int nalType) {
        return this == H264 ? nalType == 7 || nalType == 8 : nalType >= 32 && nalType <= 34;
    }

    /** Access unit delimiter: always the first of its picture. */
    public boolean isDelimiter(int nalType) {
        return this == H264 ? nalType == 9 : nalType == 35;
    }
}
