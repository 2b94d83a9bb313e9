package org.sharpeyes.recording.playback;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;

/**
 * What the start of a segment says of its tracks.
 *
 * @param sound {@code null} if there is none
 */
public record RecordedFormat(ParameterSets video, @Nullable Sound sound) {
    private static final int HEAD = 8;
    private static final int VIDEO_ENTRY = 78;
    private static final int SOUND_ENTRY = 28;

    /**
     * Sound as an SDP names it.
     *
     * @param encoding {@code PCMA}, {@code PCMU} or {@code MPEG4-GENERIC}
     * @param configuration AudioSpecificConfig in hexadecimal digits; empty for G.711
     */
    public record Sound(String encoding, int sampleRate, int channels, String configuration) {}

    public RecordedFormat {
        requireNonNull(video, "video");
    }

    /** Reads {@code ftyp moov} as this module writes it; empty if it is something else. Borrows {@code init}. */
    public static Optional<RecordedFormat> read(ByteBuf init) {
        try {
            ParameterSets video = null;
            Sound sound = null;
            ByteBuf moov = child(init, "moov");
            for (int at = 0; moov != null && at + HEAD <= moov.readableBytes(); at += size(moov, at)) {
                ByteBuf stsd =
                        "trak".equals(type(moov, at)) ? path(body(moov, at), "mdia", "minf", "stbl", "stsd") : null;
                if (stsd != null) {
                    ByteBuf entry = stsd.slice(HEAD, stsd.readableBytes() - HEAD);
                    String kind = type(entry, 0);
                    switch (kind) {
                        case "avc1" -> video = avc(entry);
                        case "hvc1" -> video = hevc(entry);
                        default -> sound = sound(kind, entry);
                    }
                }
            }
            return video == null ? Optional.empty() : Optional.of(new RecordedFormat(video, sound));
        } catch (IndexOutOfBoundsException notOurs) {
            return Optional.empty();
        }
    }

    private static @Nullable ParameterSets avc(ByteBuf entry) {
        ByteBuf record = child(entry.slice(HEAD + VIDEO_ENTRY, size(entry, 0) - HEAD - VIDEO_ENTRY), "avcC");
        if (record == null) {
            return null;
        }
        record.skipBytes(5);
        List<String> sets = new ArrayList<>();
        int sps = record.readUnsignedByte() & 0x1F;
        readSets(record, sps, sets);
        readSets(record, record.readUnsignedByte(), sets);
        return ParameterSets.ofFormatParameters(
                VideoCodec.H264, Map.of("sprop-parameter-sets", String.join(",", sets)));
    }

    private static @Nullable ParameterSets hevc(ByteBuf entry) {
        ByteBuf record = child(entry.slice(HEAD + VIDEO_ENTRY, size(entry, 0) - HEAD - VIDEO_ENTRY), "hvcC");
        if (record == null) {
            return null;
        }
        record.skipBytes(22);
        Map<Integer, List<String>> byType = Map.of(32, new ArrayList<>(), 33, new ArrayList<>(), 34, new ArrayList<>());
        int arrays = record.readUnsignedByte();
        for (int i = 0; i < arrays; i++) {
            int type = record.readUnsignedByte() & 0x3F;
            List<String> sets = byType.getOrDefault(type, new ArrayList<>());
            readSets(record, record.readUnsignedShort(), sets);
        }
        return ParameterSets.ofFormatParameters(
                VideoCodec.H265,
                Map.of(
                        "sprop-vps", String.join(",", byType.getOrDefault(32, List.of())),
                        "sprop-sps", String.join(",", byType.getOrDefault(33, List.of())),
                        "sprop-pps", String.join(",", byType.getOrDefault(34, List.of()))));
    }

    private static void readSets(ByteBuf record, int count, List<String> out) {
        for (int i = 0; i < count; i++) {
            byte[] set = new byte[record.readUnsignedShort()];
            record.readBytes(set);
            out.add(Base64.getEncoder().encodeToString(set));
        }
    }

    private static @Nullable Sound sound(String kind, ByteBuf entry) {
        int channels = entry.getUnsignedShort(HEAD + 16);
        int rate = (int) (entry.getUnsignedInt(HEAD + 24) >>> 16);
        if (kind.equals("alaw") || kind.equals("ulaw")) {
            return new Sound(kind.equals("alaw") ? "PCMA" : "PCMU", rate, channels, "");
        }
        ByteBuf esds = kind.equals("mp4a")
                ? child(entry.slice(HEAD + SOUND_ENTRY, size(entry, 0) - HEAD - SOUND_ENTRY), "esds")
                : null;
        if (esds == null || esds.readableBytes() < 28) {
            return null;
        }
        int length = esds.getUnsignedByte(25);
        byte[] configuration = new byte[length];
        esds.getBytes(26, configuration);
        return new Sound("MPEG4-GENERIC", rate, channels, HexFormat.of().formatHex(configuration));
    }

    private static @Nullable ByteBuf path(ByteBuf parent, String... types) {
        ByteBuf at = parent;
        for (String type : types) {
            at = at == null ? null : child(at, type);
        }
        return at;
    }

    /** The content of the first child of this type. */
    private static @Nullable ByteBuf child(ByteBuf parent, String type) {
        for (int at = 0; at + HEAD <= parent.readableBytes(); at += size(parent, at)) {
            if (type.equals(type(parent, at))) {
                return body(parent, at);
            }
        }
        return null;
    }

    private static ByteBuf body(ByteBuf parent, int at) {
        return parent.slice(parent.readerIndex() + at + HEAD, size(parent, at) - HEAD);
    }

    private static int size(ByteBuf parent, int at) {
        int size = parent.getInt(parent.readerIndex() + at);
        if (size < HEAD) {
            throw new IndexOutOfBoundsException("box of " + size + " bytes");
        }
        return size;
    }

    private static String type(ByteBuf parent, int at) {
        return parent.toString(parent.readerIndex() + at + 4, 4, StandardCharsets.ISO_8859_1);
    }
}
