package org.sharpeyes.media.video;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a muxer needs of an H.264 sequence parameter set (H.264 §7.3.2.1). Trailing bytes (Reolink) do not matter.
 *
 * @param reorderDepth frames that output may lag behind decoding; empty when the SPS does not say
 * @param interlaced fields may be coded, so that two slices with first_mb 0 may be one frame
 */
record H264Sps(
        int id,
        int profile,
        int constraints,
        int level,
        int chromaFormat,
        int bitDepthLuma,
        int bitDepthChroma,
        int width,
        int height,
        OptionalInt reorderDepth,
        boolean interlaced) {
    private static final int MAX_MACROBLOCKS_PER_SIDE = 1024;

    static Optional<H264Sps> parse(ParameterSet set) {
        try {
            return Optional.of(read(set.payload(VideoCodec.H264)));
        } catch (BitReader.Truncated e) {
            return Optional.empty();
        }
    }

    static boolean hasChromaFields(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static H264Sps read(BitReader in) throws BitReader.Truncated {
        int profile = in.number(8);
        int constraints = in.number(8);
        int level = in.number(8);
        int id = in.exp(31);
        int chroma = 1;
        int luma = 8;
        int chromaDepth = 8;
        if (hasChromaFields(profile)) {
            chroma = in.exp(3);
            if (chroma == 3) {
                in.skip(1);
            }
            luma = 8 + in.exp(6);
            chromaDepth = 8 + in.exp(6);
            in.skip(1);
            if (in.flag()) {
                scalingLists(in, chroma == 3 ? 12 : 8);
            }
        }
        in.exp(12);
        int pocType = in.exp(2);
        if (pocType == 0) {
            in.exp(12);
        } else if (pocType == 1) {
            in.skip(1);
            in.signedExp();
            in.signedExp();
            int cycle = in.exp(255);
            for (int i = 0; i < cycle; i++) {
                in.signedExp();
            }
        }
        in.exp(32);
        in.skip(1);
        int widthMbs = 1 + in.exp(MAX_MACROBLOCKS_PER_SIDE - 1);
        int heightUnits = 1 + in.exp(MAX_MACROBLOCKS_PER_SIDE - 1);
        boolean frameMbsOnly = in.flag();
        if (!frameMbsOnly) {
            in.skip(1);
        }
        in.skip(1);
        int cropX = 0;
        int cropY = 0;
        if (in.flag()) {
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = (chroma == 1 ? 2 : 1) * (frameMbsOnly ? 1 : 2);
            cropX = unitX * (in.exp(16384) + in.exp(16384));
            cropY = unitY * (in.exp(16384) + in.exp(16384));
        }
        int width = widthMbs * 16 - cropX;
        int height = heightUnits * 16 * (frameMbsOnly ? 1 : 2) - cropY;
        if (width <= 0 || height <= 0) {
            throw new BitReader.Truncated("size: " + width + "x" + height + " (expected: > 0)");
        }
        OptionalInt reorder = reorderDepth(in, profile, constraints, pocType);
        return new H264Sps(
                id, profile, constraints, level, chroma, luma, chromaDepth, width, height, reorder, !frameMbsOnly);
    }

    private static OptionalInt reorderDepth(BitReader in, int profile, int constraints, int pocType) {
        OptionalInt said = OptionalInt.empty();
        try {
            said = in.flag() ? vui(in) : OptionalInt.empty();
        } catch (BitReader.Truncated e) {
            // A cut VUI costs only the depth: cameras are known to send it.
        }
        boolean intraOnly = (constraints & 0x10) != 0 && profile != 66 && profile != 77 && profile != 88;
        return said.isEmpty() && (profile == 66 || pocType == 2 || intraOnly) ? OptionalInt.of(0) : said;
    }

    private static void scalingLists(BitReader in, int count) throws BitReader.Truncated {
        for (int i = 0; i < count; i++) {
            if (in.flag()) {
                int size = i < 6 ? 16 : 64;
                long last = 8;
                long next = 8;
                for (int j = 0; j < size && next != 0; j++) {
                    next = (last + in.signedExp() + 256) & 0xFF;
                    last = next == 0 ? last : next;
                }
            }
        }
    }

    /** max_num_reorder_frames, if given (H.264 §E.1.1). */
    private static OptionalInt vui(BitReader in) throws BitReader.Truncated {
        if (in.flag() && in.number(8) == 255) {
            in.skip(32);
        }
        if (in.flag()) {
            in.skip(1);
        }
        if (in.flag()) {
            in.skip(4);
            if (in.flag()) {
                in.skip(24);
            }
        }
        if (in.flag()) {
            in.exp(5);
            in.exp(5);
        }
        if (in.flag()) {
            in.skip(65);
        }
        boolean nal = in.flag();
        if (nal) {
            hrd(in);
        }
        boolean vcl = in.flag();
        if (vcl) {
            hrd(in);
        }
        if (nal || vcl) {
            in.skip(1);
        }
        in.skip(1);
        if (!in.flag()) {
            return OptionalInt.empty();
        }
        in.skip(1);
        in.exp(16);
        in.exp(16);
        in.exp(16);
        in.exp(16);
        return OptionalInt.of(in.exp(16));
    }

    private static void hrd(BitReader in) throws BitReader.Truncated {
        int count = 1 + in.exp(31);
        in.skip(8);
        for (int i = 0; i < count; i++) {
            in.exp();
            in.exp();
            in.skip(1);
        }
        in.skip(20);
    }
}
