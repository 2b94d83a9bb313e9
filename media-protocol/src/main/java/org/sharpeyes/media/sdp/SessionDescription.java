package org.sharpeyes.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866). Reading is lenient, as cameras leave out lines, use bare line feeds and put blanks
 * anywhere; what is kept is what RTSP needs.
 *
 * @param origin value of {@code o=}
 * @param name value of {@code s=}
 * @param connection value of {@code c=} of the session
 * @param attributes of the session
 */
public record SessionDescription(
        String origin,
        String name,
        Optional<String> connection,
        List<SdpAttribute> attributes,
        List<MediaDescription> media) {
    /** Longest text read, in characters. */
    public static final int MAX_CHARACTERS = 1024 * 1024;

    /** Longest line read, in characters: room for parameter sets in base64. */
    public static final int MAX_LINE_CHARACTERS = 64 * 1024;

    /** Most {@code m=} sections. */
    public static final int MAX_MEDIA = 32;

    /** Most {@code a=} lines of one section. */
    public static final int MAX_ATTRIBUTES = 256;

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /** A description of our own with unspecified address, as RTSP wants it. */
    public static SessionDescription of(String name, List<SdpAttribute> attributes, List<MediaDescription> media) {
        return new SessionDescription("- 0 0 IN IP4 0.0.0.0", name, Optional.of("IN IP4 0.0.0.0"), attributes, media);
    }

    /** The first value of this attribute of the session. */
    public Optional<String> attribute(String attributeName) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equalsIgnoreCase(attributeName))
                .map(SdpAttribute::value)
                .findFirst();
    }

    /** The first section of this type. */
    public Optional<MediaDescription> firstOf(String type) {
        return media.stream().filter(one -> one.type().equalsIgnoreCase(type)).findFirst();
    }

    /** Reads {@code text}. Lines that make no sense are skipped. */
    public static SessionDescription parse(String text) throws SdpException {
        if (text.length() > MAX_CHARACTERS) {
            throw new SdpException("sdp: " + text.length() + " characters (expected: at most " + MAX_CHARACTERS + ")");
        }
        return new SdpReader().read(text);
    }

    /** As it travels, lines ended by CR LF. */
    public String text() {
        StringBuilder text = new StringBuilder(512);
        line(text, "v=0");
        line(text, "o=" + origin);
        line(text, "s=" + (name.isEmpty() ? "-" : name));
        connection.ifPresent(value -> line(text, "c=" + value));
        line(text, "t=0 0");
        attributes.forEach(attribute -> line(text, "a=" + attribute.line()));
        for (MediaDescription one : media) {
            line(
                    text,
                    "m=" + one.type() + " " + one.port() + " " + one.protocol() + " "
                            + String.join(" ", one.formats()));
            one.attributes().forEach(attribute -> line(text, "a=" + attribute.line()));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
            throw new IllegalStateException("sdp: line end inside a line");
        }
        text.append(line).append("\r\n");
    }
}
