package org.sharpeyes.relay.fragment;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;

/**
 * The track of a stream whose sound can go into fragments: the first of A-law, µ-law (RFC 3551) or AAC (RFC 3640,
 * AAC-hbr). Immutable.
 *
 * @param index into the tracks of the stream
 * @param encoding {@code PCMA}, {@code PCMU} or {@code MPEG4-GENERIC}
 * @param clockRate samples in a second
 * @param config AudioSpecificConfig in hexadecimal (ISO/IEC 14496-3 §1.6.2.1); empty for A-law and µ-law
 */
public record SoundTrack(int index, String encoding, int clockRate, int channels, String config) {
    private static final int MAX_CONFIG_CHARACTERS = 128;
    private static final int MAX_CLOCK_RATE = 96_000;

    public static Optional<SoundTrack> of(StreamDescription description) {
        List<TrackDescription> tracks = description.tracks();
        for (int i = 0; i < tracks.size(); i++) {
            TrackDescription track = tracks.get(i);
            if (track.kind() == TrackDescription.Kind.AUDIO && track.clockRate() <= MAX_CLOCK_RATE) {
                Optional<SoundTrack> found = of(i, track);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<SoundTrack> of(int index, TrackDescription track) {
        String encoding = track.encoding().toUpperCase(Locale.ROOT);
        if ((encoding.equals("PCMA") || encoding.equals("PCMU")) && track.channels() == 1) {
            return Optional.of(new SoundTrack(index, encoding, track.clockRate(), 1, ""));
        }
        if (encoding.equals("MPEG4-GENERIC")) {
            Map<String, String> format = track.formatParameters();
            String config = format.getOrDefault("config", "").replace("\"", "").toLowerCase(Locale.ROOT);
            boolean usual = format.getOrDefault("mode", "AAC-hbr").equalsIgnoreCase("AAC-hbr")
                    && format.getOrDefault("sizelength", "13").equals("13");
            if (usual && isConfig(config)) {
                return Optional.of(new SoundTrack(index, encoding, track.clockRate(), track.channels(), config));
            }
        }
        return Optional.empty();
    }

    private static boolean isConfig(String config) {
        return config.length() >= 4
                && config.length() <= MAX_CONFIG_CHARACTERS
                && config.length() % 2 == 0
                && config.matches("[0-9a-f]+");
    }

    boolean aac() {
        return !config.isEmpty();
    }

    byte[] configBytes() {
        return HexFormat.of().parseHex(config);
    }

    /** As in the {@code codecs} parameter (RFC 6381 §3.3). */
    String codecString() {
        if (!aac()) {
            return "flac";
        }
        byte[] bytes = configBytes();
        int objectType = (bytes[0] & 0xF8) >> 3;
        return "mp4a.40." + (objectType == 31 ? 32 + ((bytes[0] & 7) << 3 | (bytes[1] & 0xE0) >> 5) : objectType);
    }
}
