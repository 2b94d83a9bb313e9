package org.sharpeyes.relay.webrtc;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.sdp.MediaDescription;
import org.sharpeyes.media.sdp.SdpAttribute;
import org.sharpeyes.media.sdp.SdpException;
import org.sharpeyes.media.sdp.SessionDescription;

/**
 * The offer of a browser that wants to receive (RFC 8829, RFC 9725). Immutable.
 *
 * @param peer the browser's ICE credentials
 * @param fingerprint SHA-256 of the browser's certificate
 * @param sections in the order of the {@code m=} lines
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record RtcOffer(IceCredentials peer, byte[] fingerprint, List<Section> sections) {
    /** Longest offer read, in characters; Chromium's is about 5,000. */
    public static final int MAX_CHARACTERS = 32 * 1024;

    private static final int MAX_SECTIONS = 8;
    private static final String SHA_256 = "sha-256 ";
    private static final int FINGERPRINT_CHARACTERS = 32 * 3 - 1;
    private static final Set<String> PROFILES = Set.of("UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF");

    /**
     * One {@code m=} section.
     *
     * @param mid names it in the answer
     * @param usable whether media may be sent in it: RTP, not stopped, not send-only
     */
    public record Section(String mid, boolean usable, MediaDescription media) {
        boolean is(String type) {
            return usable && media.type().equals(type);
        }
    }

    public RtcOffer {
        sections = List.copyOf(sections);
    }

    /** @throws BadOffer saying what is missing or wrong */
    public static RtcOffer parse(String text) throws BadOffer {
        if (text.length() > MAX_CHARACTERS) {
            throw new BadOffer(text.length() + " characters (expected: at most " + MAX_CHARACTERS + ")");
        }
        SessionDescription description;
        try {
            description = SessionDescription.parse(text);
        } catch (SdpException unreadable) {
            throw new BadOffer(unreadable.getMessage());
        }
        if (description.media().isEmpty() || description.media().size() > MAX_SECTIONS) {
            throw new BadOffer(description.media().size() + " m= sections (expected: 1 to " + MAX_SECTIONS + ")");
        }
        List<Section> sections = new ArrayList<>();
        for (MediaDescription media : description.media()) {
            sections.add(section(media, sections.size()));
        }
        MediaDescription first = sections.stream()
                .filter(Section::usable)
                .map(Section::media)
                .findFirst()
                .orElseThrow(() -> new BadOffer("no section in which media may be received"));
        String setup = attribute(description, first, "setup").orElse("actpass");
        if (!setup.equals("actpass") && !setup.equals("active")) {
            throw new BadOffer("a=setup:" + setup + " (expected: actpass or active)");
        }
        return new RtcOffer(credentials(description, first), fingerprint(description, first), sections);
    }

    private static Section section(MediaDescription media, int index) throws BadOffer {
        String mid = media.attribute("mid").orElse(Integer.toString(index));
        if (!mid.matches("[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,32}")) {
            throw new BadOffer("a=mid: (expected: a token of at most 32 characters)");
        }
        boolean usable = PROFILES.contains(media.protocol().toUpperCase(Locale.ROOT))
                && media.attribute("sendonly").isEmpty()
                && media.attribute("inactive").isEmpty()
                && media.attribute("rtcp-mux").isPresent();
        return new Section(mid, usable, media);
    }

    private static IceCredentials credentials(SessionDescription description, MediaDescription media) throws BadOffer {
        String ufrag = attribute(description, media, "ice-ufrag").orElse("");
        String password = attribute(description, media, "ice-pwd").orElse("");
        try {
            return new IceCredentials(ufrag, password);
        } catch (IllegalArgumentException wrong) {
            throw new BadOffer(wrong.getMessage());
        }
    }

    private static byte[] fingerprint(SessionDescription description, MediaDescription media) throws BadOffer {
        List<SdpAttribute> attributes = new ArrayList<>(media.attributes());
        attributes.addAll(description.attributes());
        for (SdpAttribute attribute : attributes) {
            String value = attribute.value().toLowerCase(Locale.ROOT);
            if (attribute.name().equalsIgnoreCase("fingerprint") && value.startsWith(SHA_256)) {
                String hex = value.substring(SHA_256.length()).strip();
                if (hex.length() == FINGERPRINT_CHARACTERS && hex.matches("[0-9a-f]{2}(:[0-9a-f]{2}){31}")) {
                    return HexFormat.ofDelimiter(":").parseHex(hex);
                }
            }
        }
        throw new BadOffer("no a=fingerprint:sha-256");
    }

    private static Optional<String> attribute(SessionDescription description, MediaDescription media, String name) {
        return media.attribute(name).or(() -> description.attribute(name));
    }

    /** The offer cannot be understood; whose problem it is: the caller's. */
    public static final class BadOffer extends Exception {
        private static final long serialVersionUID = 1L;

        BadOffer(@Nullable String detail) {
            super("offer: " + detail);
        }
    }
}
