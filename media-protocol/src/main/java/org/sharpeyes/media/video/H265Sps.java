package org.sharpeyes.media.video;

import java.util.Optional;

/**
 * What hvcC needs of an H.265 sequence parameter set (H.265 §7.3.2.2); reading ends before the parts that vary most.
 *
 * @param compatibility 32 flags, the first in the highest bit
 * @param constraints 48 bits
 */
record H265Sps(
        int id,
        int profileSpace,
        boolean highTier,
        int profile,
        long compatibility,
        long constraints,
        int level,
        int temporalLayers,
        boolean temporalIdNested,
        int chromaFormat,
        int bitDepthLuma,
        int bitDepthChroma,
        int width,
        int height,
        int reorderDepth) {
    private static final int MAX_SIDE = 16_384;

    static Optional<H265Sps> parse(ParameterSet set) {
        try {
            return Optional.of(read(set.payload(VideoCodec.H265)));
        } catch (BitReader.Truncated e) {
            return Optional.empty();
        }
    }

    private static H265Sps read(BitReader in) throws BitReader.Truncated {
        in.skip(4);
        int subLayers = in.number(3);
        boolean nested = in.flag();
        int space = in.number(2);
        boolean highTier = in.flag();
        int profile = in.number(5);
        long compatibility = in.bits(32);
        long constraints = in.bits(24) << 24 | in.bits(24);
        int level = in.number(8);
        skipSubLayers(in, subLayers);
        int id = in.exp(15);
        int chroma = in.exp(3);
        if (chroma == 3) {
            in.skip(1);
        }
        int width = in.exp(MAX_SIDE);
        int height = in.exp(MAX_SIDE);
        if (in.flag()) {
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = chroma == 1 ? 2 : 1;
            width -= unitX * (in.exp(MAX_SIDE) + in.exp(MAX_SIDE));
            height -= unitY * (in.exp(MAX_SIDE) + in.exp(MAX_SIDE));
        }
        if (width <= 0 || height <= 0) {
            throw new BitReader.Truncated("size: " + width + "x" + height + " (expected: > 0)");
        }
        int luma = 8 + in.exp(8);
        int chromaDepth = 8 + in.exp(8);
        in.exp(12);
        int reorder = 0;
        for (int i = in.flag() ? 0 : subLayers; i <= subLayers; i++) {
            in.exp(16);
            reorder = in.exp(16);
            in.exp();
        }
        return new H265Sps(
                id,
                space,
                highTier,
                profile,
                compatibility,
                constraints,
                level,
                subLayers + 1,
                nested,
                chroma,
                luma,
                chromaDepth,
                width,
                height,
                reorder);
    }

    private static void skipSubLayers(BitReader in, int subLayers) throws BitReader.Truncated {
        boolean[] profilePresent = new boolean[8];
        boolean[] levelPresent = new boolean[8];
        for (int i = 0; i < subLayers; i++) {
            profilePresent[i] = in.flag();
            levelPresent[i] = in.flag();
        }
        if (subLayers > 0) {
            in.skip(2 * (8 - subLayers));
        }
        for (int i = 0; i < subLayers; i++) {
            in.skip((profilePresent[i] ? 88 : 0) + (levelPresent[i] ? 8 : 0));
        }
    }
}
