package org.sharpeyes.media.mp4;

import static java.util.Objects.requireNonNull;

/**
 * How the sound of a file is coded. The array is the owner's alone: copied in and out.
 *
 * @param sampleRate Hz; also the time scale of the track
 * @param configuration AudioSpecificConfig (ISO 14496-3 §1.6.2.1) of AAC; empty for G.711
 */
@SuppressWarnings("ArrayRecordComponent") // Copied in and out; nobody compares formats.
public record SoundFormat(Codec codec, int sampleRate, int channels, byte[] configuration) {
    private static final int MAX_CONFIGURATION = 64;

    /** What cameras send and MP4 can carry as it came. */
    public enum Codec {
        AAC("mp4a", "mp4a.40.2"),
        /** G.711 A-law. */
        PCMA("alaw", "alaw"),
        /** G.711 µ-law. */
        PCMU("ulaw", "ulaw");

        private final String sampleEntry;
        private final String codecString;

        Codec(String sampleEntry, String codecString) {
            this.sampleEntry = sampleEntry;
            this.codecString = codecString;
        }

        String sampleEntry() {
            return sampleEntry;
        }
    }

    public SoundFormat {
        requireNonNull(codec, "codec");
        if (sampleRate < 1 || sampleRate > 0xFFFF) {
            throw new IllegalArgumentException("sample rate: " + sampleRate + " Hz (expected: 1 to 65535)");
        }
        if (channels < 1 || channels > 8) {
            throw new IllegalArgumentException("channels: " + channels + " (expected: 1 to 8)");
        }
        if (configuration.length > MAX_CONFIGURATION || codec == Codec.AAC && configuration.length < 2) {
            throw new IllegalArgumentException("configuration: " + configuration.length + " bytes (expected: 2 to "
                    + MAX_CONFIGURATION + " for AAC, none for G.711)");
        }
        configuration = configuration.clone();
    }

    @Override
    public byte[] configuration() {
        return configuration.clone();
    }

    public String codecString() {
        return codec.codecString;
    }
}
