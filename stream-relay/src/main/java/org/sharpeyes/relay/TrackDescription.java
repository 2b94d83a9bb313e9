package org.sharpeyes.relay;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One track, as far as viewers must know it (RFC 8866 §5.14, §6.6, §6.15).
 *
 * @param kind the media of the {@code m=} line
 * @param encoding encoding name of the {@code rtpmap}, for example {@code H264}
 * @param clockRate RTP ticks in a second
 * @param channels audio channels, 1 for everything else
 * @param format the value of {@code fmtp} after the payload type, or {@code null}
 */
public record TrackDescription(
        Kind kind,
        int payloadType,
        String encoding,
        int clockRate,
        int channels,
        @Nullable String format) {
    private static final int MAX_FORMAT_LENGTH = 8192;

    public enum Kind {
        VIDEO,
        AUDIO,
        APPLICATION;

        /** The spelling of an {@code m=} line. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TrackDescription {
        requireNonNull(kind, "kind");
        requireNonNull(encoding, "encoding");
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("payload type: " + payloadType + " (expected: 0 to 127)");
        }
        if (clockRate < 1) {
            throw new IllegalArgumentException("clock rate: " + clockRate + " (expected: > 0)");
        }
        if (channels < 1) {
            throw new IllegalArgumentException("channels: " + channels + " (expected: > 0)");
        }
        // What a camera said goes into our own SDP: it must not be able to add lines to it.
        requirePrintable("encoding", encoding, 32);
        if (format != null) {
            requirePrintable("fmtp", format, MAX_FORMAT_LENGTH);
        }
    }

    /** Whether {@code text} can be the format of a track: printable and not too long. */
    public static boolean isFormat(String text) {
        return text.length() <= MAX_FORMAT_LENGTH && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** The parameters of {@code fmtp}, names in lower case. */
    public Map<String, String> formatParameters() {
        Map<String, String> parameters = new HashMap<>();
        for (String part : format == null ? new String[0] : format.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).strip());
            }
        }
        return parameters;
    }

    public boolean video() {
        return kind == Kind.VIDEO;
    }

    TrackDescription withPayloadType(int other) {
        return new TrackDescription(kind, other, encoding, clockRate, channels, format);
    }

    boolean sameCodec(TrackDescription other) {
        return kind == other.kind
                && encoding.equalsIgnoreCase(other.encoding)
                && clockRate == other.clockRate
                && channels == other.channels;
    }

    private static void requirePrintable(String field, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new IllegalArgumentException(
                    field + ": " + text.length() + " characters (expected: at most " + maxLength + ")");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new IllegalArgumentException(
                        field + ": character " + (int) text.charAt(i) + " at " + i + " (expected: printable ASCII)");
            }
        }
    }
}
