package org.sharpeyes.relay.webrtc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.sdp.MediaDescription;
import org.sharpeyes.media.sdp.RtpMap;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;

/**
 * What is agreed with one browser: at most one track of pictures and one of sound, in the sections that it offered.
 * Immutable.
 *
 * @param tracks for each section of the offer, {@code null} where nothing is sent
 */
public record RtcAnswer(RtcOffer offer, List<Optional<RtcTrack>> sections) {
    private static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
    private static final int MAX_EXTENSION_OF_ONE_BYTE = 14;
    private static final int UDP_PREFERENCE = 126;
    private static final int TCP_PREFERENCE = 90;

    public RtcAnswer {
        sections = List.copyOf(sections);
    }

    /**
     * Agrees on what the stream has and the browser takes.
     *
     * @return empty if the pictures' codec is not among what was offered
     */
    public static Optional<RtcAnswer> agree(RtcOffer offer, StreamDescription stream, SecureRandom random) {
        List<Optional<RtcTrack>> sections = new ArrayList<>();
        boolean video = false;
        boolean audio = false;
        for (RtcOffer.Section section : offer.sections()) {
            Optional<RtcTrack> track = Optional.empty();
            if (section.is("video") && !video) {
                track = match(section, stream, TrackDescription.Kind.VIDEO, random);
                video = track.isPresent();
            } else if (section.is("audio") && !audio) {
                track = match(section, stream, TrackDescription.Kind.AUDIO, random);
                audio = track.isPresent();
            }
            sections.add(track);
        }
        return video ? Optional.of(new RtcAnswer(offer, sections)) : Optional.empty();
    }

    public List<RtcTrack> tracks() {
        return sections.stream().flatMap(Optional::stream).toList();
    }

    private static Optional<RtcTrack> match(
            RtcOffer.Section section, StreamDescription stream, TrackDescription.Kind kind, SecureRandom random) {
        for (int i = 0; i < stream.tracks().size(); i++) {
            TrackDescription track = stream.tracks().get(i);
            if (track.kind() != kind) {
                continue;
            }
            int payloadType = payloadType(section.media(), track);
            if (payloadType >= 0) {
                return Optional.of(new RtcTrack(
                        i,
                        kind,
                        section.mid(),
                        payloadType,
                        track.video() ? repairOf(section.media(), payloadType) : -1,
                        track.clockRate(),
                        random.nextInt() | 1,
                        random.nextInt() & ~1,
                        track.video() ? extension(section.media()) : 0));
            }
        }
        return Optional.empty();
    }

    /** The best of the browser's payload types for this track, -1 for none. */
    private static int payloadType(MediaDescription media, TrackDescription track) {
        String encoding = track.encoding().toUpperCase(Locale.ROOT);
        String wanted = encoding.equals("HEVC") ? "H265" : encoding;
        if (!track.video() && !(wanted.equals("PCMA") || wanted.equals("PCMU"))) {
            return -1;
        }
        String profile = track.formatParameters().getOrDefault("profile-level-id", "");
        int best = -1;
        for (int type : types(media)) {
            Optional<RtpMap> map = media.rtpMap(type);
            if (map.isEmpty()
                    || !map.get().encoding().equals(wanted)
                    || map.get().clockRate() != track.clockRate()) {
                continue;
            }
            Map<String, String> format = media.formatParameters(type);
            if (wanted.equals("H264")) {
                if (!"1".equals(format.get("packetization-mode"))) {
                    continue;
                }
                // Browsers decode more than they list: without the very profile the first one does.
                if (sameProfile(profile, format.getOrDefault("profile-level-id", ""))) {
                    return type;
                }
            }
            best = best < 0 ? type : best;
        }
        return best;
    }

    private static boolean sameProfile(String left, String right) {
        return left.length() == 6 && right.length() == 6 && left.regionMatches(true, 0, right, 0, 2);
    }

    private static int repairOf(MediaDescription media, int payloadType) {
        for (int type : types(media)) {
            boolean repair =
                    media.rtpMap(type).map(map -> map.encoding().equals("RTX")).orElse(false);
            if (repair
                    && Integer.toString(payloadType)
                            .equals(media.formatParameters(type).get("apt"))) {
                return type;
            }
        }
        return -1;
    }

    private static int extension(MediaDescription media) {
        return media.attributes().stream()
                .filter(attribute -> attribute.name().equalsIgnoreCase("extmap"))
                .map(attribute -> attribute.value().split("\\s+", 3))
                .filter(words -> words.length > 1 && words[1].equals(PLAYOUT_DELAY) && words[0].matches("\\d{1,2}"))
                .map(words -> Integer.parseInt(words[0]))
                .filter(number -> number >= 1 && number <= MAX_EXTENSION_OF_ONE_BYTE)
                .findFirst()
                .orElse(0);
    }

    private static List<Integer> types(MediaDescription media) {
        return media.formats().stream()
                .filter(format -> format.matches("\\d{1,3}"))
                .map(Integer::parseInt)
                .filter(type -> type <= 127)
                .toList();
    }

    /**
     * The answer as it travels.
     *
     * @param own our ICE credentials
     * @param fingerprint of our certificate, as in {@code a=fingerprint}
     * @param addresses at which we are reached, best first
     * @param port of UDP and of TCP
     */
    public String text(IceCredentials own, String fingerprint, List<InetAddress> addresses, int port) {
        StringBuilder out = new StringBuilder(2048);
        line(out, "v=0");
        line(out, "o=- 1 1 IN IP4 0.0.0.0");
        line(out, "s=-");
        line(out, "t=0 0");
        line(out, "a=ice-lite");
        StringBuilder bundle = new StringBuilder("a=group:BUNDLE");
        tracks().forEach(track -> bundle.append(' ').append(track.mid()));
        line(out, bundle.toString());
        line(out, "a=msid-semantic: WMS live");
        boolean first = true;
        for (int i = 0; i < sections.size(); i++) {
            RtcOffer.Section section = offer.sections().get(i);
            RtcTrack track = sections.get(i).orElse(null);
            if (track == null) {
                refused(out, section);
                continue;
            }
            agreed(out, section, track, port);
            line(out, "a=ice-ufrag:" + own.ufrag());
            line(out, "a=ice-pwd:" + own.password());
            line(out, "a=fingerprint:" + fingerprint);
            line(out, "a=setup:passive");
            if (first) {
                candidates(out, addresses, port);
                first = false;
            }
        }
        return out.toString();
    }

    private static void refused(StringBuilder out, RtcOffer.Section section) {
        MediaDescription media = section.media();
        String format = media.formats().isEmpty() ? "0" : media.formats().get(0);
        line(out, "m=" + token(media.type()) + " 0 " + token(media.protocol()) + " " + token(format));
        line(out, "c=IN IP4 0.0.0.0");
        line(out, "a=inactive");
        line(out, "a=mid:" + section.mid());
    }

    private static void agreed(StringBuilder out, RtcOffer.Section section, RtcTrack track, int port) {
        MediaDescription media = section.media();
        String types = track.payloadType() + (track.repairs() ? " " + track.repairPayloadType() : "");
        line(out, "m=" + track.kind().text() + " " + port + " " + token(media.protocol()) + " " + types);
        line(out, "c=IN IP4 0.0.0.0");
        line(out, "a=rtcp:" + port + " IN IP4 0.0.0.0");
        line(out, "a=mid:" + track.mid());
        line(out, "a=sendonly");
        line(out, "a=rtcp-mux");
        media.rtpMap(track.payloadType())
                .ifPresent(map ->
                        line(out, "a=rtpmap:" + map.payloadType() + " " + map.encoding() + "/" + map.clockRate()));
        Map<String, String> format = media.formatParameters(track.payloadType());
        if (track.video()) {
            line(out, "a=rtcp-fb:" + track.payloadType() + " nack");
            line(out, "a=rtcp-fb:" + track.payloadType() + " nack pli");
            if (!format.isEmpty()) {
                line(out, "a=fmtp:" + track.payloadType() + " " + joined(format));
            }
        }
        if (track.repairs()) {
            line(out, "a=rtpmap:" + track.repairPayloadType() + " rtx/" + track.clockRate());
            line(out, "a=fmtp:" + track.repairPayloadType() + " apt=" + track.payloadType());
        }
        if (track.delayExtension() > 0) {
            line(out, "a=extmap:" + track.delayExtension() + " " + PLAYOUT_DELAY);
        }
        String main = Integer.toUnsignedString(track.ssrc());
        String name = " cname:live";
        line(out, "a=msid:live " + track.kind().text());
        if (track.repairs()) {
            String repair = Integer.toUnsignedString(track.repairSsrc());
            line(out, "a=ssrc-group:FID " + main + " " + repair);
            line(out, "a=ssrc:" + main + name);
            line(out, "a=ssrc:" + repair + name);
        } else {
            line(out, "a=ssrc:" + main + name);
        }
    }

    private static void candidates(StringBuilder out, List<InetAddress> addresses, int port) {
        for (int i = 0; i < addresses.size(); i++) {
            String address = text(addresses.get(i));
            int local = 65535 - i;
            line(
                    out,
                    "a=candidate:" + (2 * i + 1) + " 1 udp " + priority(UDP_PREFERENCE, local) + " " + address + " "
                            + port + " typ host");
            line(
                    out,
                    "a=candidate:" + (2 * i + 2) + " 1 tcp " + priority(TCP_PREFERENCE, local) + " " + address + " "
                            + port + " typ host tcptype passive");
        }
        line(out, "a=end-of-candidates");
    }

    /** RFC 8445 §5.1.2.1, of component 1. */
    private static long priority(int typePreference, int localPreference) {
        return (long) typePreference << 24 | (long) localPreference << 8 | 255;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return address instanceof Inet6Address && zone > 0 ? text.substring(0, zone) : text;
    }

    private static String joined(Map<String, String> format) {
        StringBuilder text = new StringBuilder();
        format.forEach((name, value) -> text.append(text.length() == 0 ? "" : ";")
                .append(token(name))
                .append(value.isEmpty() ? "" : "=" + token(value)));
        return text.toString();
    }

    /** What the browser said goes back to the browser only, but never with a line end in it. */
    private static String token(@Nullable String text) {
        return text == null ? "" : text.replaceAll("[^!-~]", "");
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append("\r\n");
    }
}
