package org.sharpeyes.media.video;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** avcC, hvcC and the codecs strings that follow from them. */
final class ConfigurationRecord {
    private ConfigurationRecord() {}

    static byte[] avc(ParameterSets sets) {
        ParameterSet sps = sets.sps().get(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.write(1);
        out.write(sps.at(1));
        out.write(byteAt(sps, 2));
        out.write(byteAt(sps, 3));
        out.write(0xFC | 3);
        out.write(0xE0 | sets.sps().size());
        sets.sps().forEach(set -> unit(out, set));
        out.write(sets.pps().size());
        sets.pps().forEach(set -> unit(out, set));
        if (H264Sps.hasChromaFields(sps.at(1))) {
            Optional<H264Sps> parsed = H264Sps.parse(sps);
            out.write(0xFC | parsed.map(H264Sps::chromaFormat).orElse(1));
            out.write(0xF8 | (parsed.map(H264Sps::bitDepthLuma).orElse(8) - 8));
            out.write(0xF8 | (parsed.map(H264Sps::bitDepthChroma).orElse(8) - 8));
            out.write(0);
        }
        return out.toByteArray();
    }

    private static int byteAt(ParameterSet set, int index) {
        return index < set.length() ? set.at(index) : 0;
    }

    private static void unit(ByteArrayOutputStream out, ParameterSet set) {
        out.write(set.length() >> 8);
        out.write(set.length());
        out.writeBytes(set.toBytes());
    }

    static String avcString(ParameterSets sets) {
        ParameterSet sps = sets.sps().get(0);
        return String.format(Locale.ROOT, "avc1.%02X%02X%02X", sps.at(1), byteAt(sps, 2), byteAt(sps, 3));
    }

    static byte[] hevc(ParameterSets sets) {
        H265Sps sps = H265Sps.parse(sets.sps().get(0)).orElse(UNREADABLE);
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.write(1);
        out.write(sps.profileSpace() << 6 | (sps.highTier() ? 0x20 : 0) | sps.profile());
        bytes(out, sps.compatibility(), 4);
        bytes(out, sps.constraints(), 6);
        out.write(sps.level());
        out.write(0xF0);
        out.write(0);
        out.write(0xFC);
        out.write(0xFC | sps.chromaFormat());
        out.write(0xF8 | (sps.bitDepthLuma() - 8));
        out.write(0xF8 | (sps.bitDepthChroma() - 8));
        bytes(out, 0, 2);
        out.write(sps.temporalLayers() << 3 | (sps.temporalIdNested() ? 4 : 0) | 3);
        out.write(3);
        array(out, 32, sets.vps());
        array(out, 33, sets.sps());
        array(out, 34, sets.pps());
        return out.toByteArray();
    }

    /** Main profile, level 4.1: what to claim of an SPS that cannot be read; its bytes are copied all the same. */
    private static final H265Sps UNREADABLE =
            new H265Sps(0, 0, false, 1, 0x60000000L, 0x900000000000L, 123, 1, true, 1, 8, 8, 1920, 1080, 0);

    private static void array(ByteArrayOutputStream out, int type, List<ParameterSet> sets) {
        out.write(0x80 | type);
        out.write(sets.size() >> 8);
        out.write(sets.size());
        sets.forEach(set -> unit(out, set));
    }

    private static void bytes(ByteArrayOutputStream out, long value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            out.write((int) (value >> (8 * i)));
        }
    }

    static String hevcString(ParameterSets sets) {
        H265Sps sps = H265Sps.parse(sets.sps().get(0)).orElse(UNREADABLE);
        StringBuilder text = new StringBuilder("hvc1.");
        if (sps.profileSpace() > 0) {
            text.append((char) ('A' + sps.profileSpace() - 1));
        }
        text.append(sps.profile()).append('.');
        text.append(
                Integer.toHexString(Integer.reverse((int) sps.compatibility())).toUpperCase(Locale.ROOT));
        text.append('.').append(sps.highTier() ? 'H' : 'L').append(sps.level());
        long rest = sps.constraints();
        for (int shift = 40; shift >= 0 && (rest & ((1L << (shift + 8)) - 1)) != 0; shift -= 8) {
            text.append('.').append(Long.toHexString(rest >> shift & 0xFF).toUpperCase(Locale.ROOT));
        }
        return text.toString();
    }
}
