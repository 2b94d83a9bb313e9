package org.sharpeyes.media.video;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The parameter sets that are in force. Immutable; equal by content.
 *
 * @param vps empty for H.264
 * @param sps the one that came last stands first
 */
public record ParameterSets(VideoCodec codec, List<ParameterSet> vps, List<ParameterSet> sps, List<ParameterSet> pps) {
    /** Most sets of one kind. */
    public static final int MAX_OF_A_KIND = 16;

    private static final Pattern COMMA = Pattern.compile(",");

    public ParameterSets {
        requireNonNull(codec, "codec");
        vps = List.copyOf(vps);
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
    }

    public static ParameterSets none(VideoCodec codec) {
        return new ParameterSets(codec, List.of(), List.of(), List.of());
    }

    /**
     * The sets in the {@code sprop-…} parameters of a session description (RFC 6184 §8.1, RFC 7798 §7.1). Only a hint:
     * what cannot be read is left out, start codes in it are tolerated, and what comes in the stream wins.
     *
     * @param formatParameters names in lower case
     */
    public static ParameterSets ofFormatParameters(VideoCodec codec, Map<String, String> formatParameters) {
        ParameterSets sets = none(codec);
        List<String> names = codec == VideoCodec.H264
                ? List.of("sprop-parameter-sets")
                : List.of("sprop-vps", "sprop-sps", "sprop-pps");
        for (String name : names) {
            for (String text : COMMA.split(formatParameters.getOrDefault(name, ""), MAX_OF_A_KIND)) {
                for (byte[] nal : decode(text)) {
                    sets = sets.with(nal);
                }
            }
        }
        return sets;
    }

    private static List<byte[]> decode(String base64) {
        String text = base64.strip();
        if (text.isEmpty() || text.length() > 2 * ParameterSet.MAX_BYTES) {
            return List.of();
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            return AnnexB.splitLoose(bytes);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /** These with one more, in place of one with the same id; the same object when it changes nothing. */
    ParameterSets with(byte[] nal) {
        if (nal.length < 2 + codec.nalHeaderBytes() - 1 || nal.length > ParameterSet.MAX_BYTES) {
            return this;
        }
        return with(ParameterSet.of(nal));
    }

    ParameterSets with(ParameterSet set) {
        int type = codec.nalType(set.at(0));
        if (!codec.isParameterSet(type)) {
            return this;
        }
        boolean isSps = type == (codec == VideoCodec.H264 ? 7 : 33);
        boolean isPps = type == (codec == VideoCodec.H264 ? 8 : 34);
        List<ParameterSet> kind = isSps ? sps : isPps ? pps : vps;
        if (kind.contains(set)) {
            return this;
        }
        int id = id(set, isSps, isPps);
        List<ParameterSet> next = new ArrayList<>(kind.size() + 1);
        next.add(set);
        for (ParameterSet other : kind) {
            if (id(other, isSps, isPps) != id && next.size() < MAX_OF_A_KIND) {
                next.add(other);
            }
        }
        return new ParameterSets(codec, isSps || isPps ? vps : next, isSps ? next : sps, isPps ? next : pps);
    }

    /** Sets that cannot be read share the id -1: the last one counts. */
    private int id(ParameterSet set, boolean isSps, boolean isPps) {
        try {
            if (isPps) {
                return set.payload(codec).exp(255);
            }
            if (!isSps) {
                return set.payload(codec).number(4);
            }
        } catch (BitReader.Truncated e) {
            return -1;
        }
        return codec == VideoCodec.H264
                ? H264Sps.parse(set).map(H264Sps::id).orElse(-1)
                : H265Sps.parse(set).map(H265Sps::id).orElse(-1);
    }

    /** Enough to begin decoding. */
    public boolean isComplete() {
        return !sps.isEmpty() && !pps.isEmpty() && (codec == VideoCodec.H264 || !vps.isEmpty());
    }

    /** What the sequence parameter set says of the picture; empty when there is none that can be read. */
    public Optional<PictureFormat> pictureFormat() {
        if (sps.isEmpty()) {
            return Optional.empty();
        }
        if (codec == VideoCodec.H264) {
            return H264Sps.parse(sps.get(0))
                    .map(one -> new PictureFormat(one.width(), one.height(), one.reorderDepth(), one.interlaced()));
        }
        return H265Sps.parse(sps.get(0))
                .map(one -> new PictureFormat(one.width(), one.height(), OptionalInt.of(one.reorderDepth()), false));
    }

    /**
     * Content of the {@code avcC} box (ISO 14496-15 §5.3.3) or {@code hvcC} box (§8.3.3), without the box head; NAL unit
     * lengths are 4 bytes.
     *
     * @throws IllegalStateException when the sets are not complete
     */
    public byte[] configurationRecord() {
        requireComplete();
        return codec == VideoCodec.H264 ? ConfigurationRecord.avc(this) : ConfigurationRecord.hevc(this);
    }

    /**
     * The {@code codecs} parameter (RFC 6381), such as {@code avc1.64001F} or {@code hvc1.1.6.L93.B0}.
     *
     * @throws IllegalStateException when the sets are not complete
     */
    public String codecString() {
        requireComplete();
        return codec == VideoCodec.H264 ? ConfigurationRecord.avcString(this) : ConfigurationRecord.hevcString(this);
    }

    /** Value of {@code sprop-parameter-sets}, or {@code sprop-vps=…;sprop-sps=…;sprop-pps=…}, for a description. */
    public String formatParameters() {
        if (codec == VideoCodec.H264) {
            List<ParameterSet> all = new ArrayList<>(sps);
            all.addAll(pps);
            return "sprop-parameter-sets=" + base64(all);
        }
        return "sprop-vps=" + base64(vps) + ";sprop-sps=" + base64(sps) + ";sprop-pps=" + base64(pps);
    }

    private static String base64(List<ParameterSet> sets) {
        return String.join(
                ",",
                sets.stream()
                        .map(set -> Base64.getEncoder().encodeToString(set.toBytes()))
                        .toList());
    }

    private void requireComplete() {
        if (!isComplete()) {
            throw new IllegalStateException("parameter sets: not complete (expected: SPS and PPS, VPS for H.265)");
        }
    }
}
