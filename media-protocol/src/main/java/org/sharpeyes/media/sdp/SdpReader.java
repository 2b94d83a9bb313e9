package org.sharpeyes.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the lines of one description. */
final class SdpReader {
    private String origin = "";
    private String name = "";
    private Optional<String> connection = Optional.empty();
    private final List<SdpAttribute> session = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();
    private String[] current = new String[0];
    private List<SdpAttribute> attributes = session;

    SessionDescription read(String text) throws SdpException {
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            if (end - at > SessionDescription.MAX_LINE_CHARACTERS) {
                throw new SdpException("sdp: line of " + (end - at) + " characters (expected: at most "
                        + SessionDescription.MAX_LINE_CHARACTERS + ")");
            }
            line(text.substring(at, end).strip());
            at = end + 1;
        }
        endMedia();
        return new SessionDescription(origin, name, connection, session, media);
    }

    private void line(String line) throws SdpException {
        if (line.length() < 2 || line.charAt(1) != '=') {
            return;
        }
        String value = line.substring(2).strip();
        switch (line.charAt(0)) {
            case 'o' -> origin = value;
            case 's' -> name = value;
            case 'c' -> {
                if (current.length == 0) {
                    connection = Optional.of(value);
                }
            }
            case 'a' -> attribute(value);
            case 'm' -> beginMedia(value);
            default -> {
                // v, i, u, e, p, b, t, r, z, k: RTSP needs none of them
            }
        }
    }

    private void attribute(String value) throws SdpException {
        int colon = value.indexOf(':');
        String attributeName = (colon < 0 ? value : value.substring(0, colon)).strip();
        if (attributeName.isEmpty()) {
            return;
        }
        if (attributes.size() >= SessionDescription.MAX_ATTRIBUTES) {
            throw new SdpException("sdp: more than " + SessionDescription.MAX_ATTRIBUTES + " attributes in a section");
        }
        attributes.add(new SdpAttribute(
                attributeName, colon < 0 ? "" : value.substring(colon + 1).strip()));
    }

    private void beginMedia(String value) throws SdpException {
        endMedia();
        if (media.size() >= SessionDescription.MAX_MEDIA) {
            throw new SdpException("sdp: more than " + SessionDescription.MAX_MEDIA + " media");
        }
        current = value.split("\\s+", 64);
        attributes = new ArrayList<>();
    }

    private void endMedia() {
        if (current.length >= 3) {
            String port = current[1];
            int slash = port.indexOf('/');
            media.add(new MediaDescription(
                    current[0].toLowerCase(Locale.ROOT),
                    Numbers.integer(slash < 0 ? port : port.substring(0, slash), 0, 65535)
                            .orElse(0),
                    current[2],
                    List.of(current).subList(3, current.length),
                    attributes));
        }
        current = new String[0];
        attributes = session;
    }
}
