package org.sharpeyes.media.sdp;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code a=rtpmap} (RFC 8866 §6.6).
 *
 * @param encoding upper case: {@code H264}, {@code PCMA}
 * @param clockRate Hz, above 0
 * @param channels 1 unless said
 */
public record RtpMap(int payloadType, String encoding, int clockRate, int channels) {
    private static final int MAX_CLOCK_RATE = 1_000_000_000;
    private static final Map<Integer, RtpMap> STATIC = Map.of(
            0, new RtpMap(0, "PCMU", 8000, 1),
            3, new RtpMap(3, "GSM", 8000, 1),
            4, new RtpMap(4, "G723", 8000, 1),
            8, new RtpMap(8, "PCMA", 8000, 1),
            9, new RtpMap(9, "G722", 8000, 1),
            10, new RtpMap(10, "L16", 44100, 2),
            14, new RtpMap(14, "MPA", 90000, 1),
            18, new RtpMap(18, "G729", 8000, 1),
            26, new RtpMap(26, "JPEG", 90000, 1),
            33, new RtpMap(33, "MP2T", 90000, 1));

    public RtpMap {
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("payload type: " + payloadType + " (expected: 0 to 127)");
        }
        if (clockRate <= 0 || clockRate > MAX_CLOCK_RATE) {
            throw new IllegalArgumentException("clock rate: " + clockRate + " Hz (expected: above 0)");
        }
        if (channels < 1 || channels > 255) {
            throw new IllegalArgumentException("channels: " + channels + " (expected: 1 to 255)");
        }
    }

    /** What a payload type below 96 means without a map (RFC 3551 §6). */
    public static Optional<RtpMap> ofStatic(int payloadType) {
        return Optional.ofNullable(STATIC.get(payloadType));
    }

    /** {@code 96 H264/90000}, with as many blanks as the camera likes; empty when it makes no sense. */
    static Optional<RtpMap> parse(String value) {
        String text = value.strip();
        int blank = 0;
        while (blank < text.length() && text.charAt(blank) > ' ') {
            blank++;
        }
        Optional<Integer> type = Numbers.integer(text.substring(0, blank), 0, 127);
        String[] parts =
                text.substring(blank).replace(" ", "").replace("\t", "").split("/", 4);
        if (type.isEmpty() || parts[0].isEmpty() || parts.length < 2) {
            return Optional.empty();
        }
        Optional<Integer> clock = Numbers.integer(parts[1], 1, MAX_CLOCK_RATE);
        Optional<Integer> channels = parts.length > 2 ? Numbers.integer(parts[2], 1, 255) : Optional.of(1);
        return clock.map(rate -> new RtpMap(type.get(), parts[0].toUpperCase(Locale.ROOT), rate, channels.orElse(1)));
    }

    String value() {
        return payloadType + " " + encoding + "/" + clockRate + (channels > 1 ? "/" + channels : "");
    }
}
