package org.sharpeyes.media.rtsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One entry of {@code RTP-Info} (RFC 2326 §12.33). Cameras send nonsense here (seq 0 or 1, other time stamps): a hint
 * only.
 *
 * @param seq sequence number of the first packet
 * @param rtpTime its time stamp, 32 bits unsigned
 */
public record RtpInfo(String url, Optional<Integer> seq, Optional<Long> rtpTime) {
    private static final int MAX_ENTRIES = 64;

    public static List<RtpInfo> parseAll(String header) {
        List<RtpInfo> all = new ArrayList<>();
        for (String entry : Texts.split(header, ',', MAX_ENTRIES)) {
            String url = "";
            Optional<Integer> seq = Optional.empty();
            Optional<Long> rtpTime = Optional.empty();
            for (String part : Texts.split(entry, ';', 16)) {
                int equals = part.indexOf('=');
                String name =
                        equals < 0 ? "" : part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                String value = Texts.unquote(part.substring(equals + 1));
                switch (name) {
                    case "url" -> url = value;
                    case "seq" -> seq = Texts.integer(value, 0, 0xFFFF);
                    case "rtptime" -> rtpTime = Texts.number(value, 0, 0xFFFFFFFFL);
                    default -> {
                        // ssrc and others: of no use
                    }
                }
            }
            if (!url.isEmpty() || seq.isPresent() || rtpTime.isPresent()) {
                all.add(new RtpInfo(url, seq, rtpTime));
            }
        }
        return all;
    }

    public String text() {
        return "url=" + url + seq.map(value -> ";seq=" + value).orElse("")
                + rtpTime.map(value -> ";rtptime=" + value).orElse("");
    }
}
