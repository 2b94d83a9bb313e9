package org.sharpeyes.media.sdp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code m=} section (RFC 8866 §5.14).
 *
 * @param type {@code video}, {@code audio}, {@code application}
 * @param port 0 with RTSP
 * @param protocol {@code RTP/AVP} and the like
 * @param formats payload types as text, in the order of preference
 */
public record MediaDescription(
        String type, int port, String protocol, List<String> formats, List<SdpAttribute> attributes) {
    public MediaDescription {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    /** The first value of this attribute. */
    public Optional<String> attribute(String name) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equalsIgnoreCase(name))
                .map(SdpAttribute::value)
                .findFirst();
    }

    /** The control URL as written, to be resolved by {@link ControlUrl}. */
    public Optional<String> control() {
        return attribute("control").map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The first payload type, if it is a number. */
    public Optional<Integer> payloadType() {
        return formats.isEmpty() ? Optional.empty() : Numbers.integer(formats.get(0), 0, 127);
    }

    /** The map of the first payload type: said, or static (RFC 3551 §6). */
    public Optional<RtpMap> rtpMap() {
        return payloadType().flatMap(this::rtpMap);
    }

    public Optional<RtpMap> rtpMap(int payloadType) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equalsIgnoreCase("rtpmap"))
                .flatMap(attribute -> RtpMap.parse(attribute.value()).stream())
                .filter(map -> map.payloadType() == payloadType)
                .findFirst()
                .or(() -> RtpMap.ofStatic(payloadType));
    }

    /** Format parameters of the first payload type; names in lower case. */
    public Map<String, String> formatParameters() {
        return payloadType().map(this::formatParameters).orElse(Map.of());
    }

    public Map<String, String> formatParameters(int payloadType) {
        for (SdpAttribute attribute : attributes) {
            String value = attribute.value().strip();
            int blank = value.indexOf(' ');
            if (attribute.name().equalsIgnoreCase("fmtp")
                    && blank > 0
                    && Numbers.integer(value.substring(0, blank), 0, 127).equals(Optional.of(payloadType))) {
                return parameters(value.substring(blank + 1));
            }
        }
        return Map.of();
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String part : text.split(";", 64)) {
            int equals = part.indexOf('=');
            String name =
                    (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                all.putIfAbsent(
                        name, equals < 0 ? "" : part.substring(equals + 1).strip());
            }
        }
        return Collections.unmodifiableMap(all);
    }

    /** True for {@code a=sendonly}, as the audio back channel of ONVIF has it (seen from the camera's client). */
    public boolean isSendOnly() {
        return attribute("sendonly").isPresent();
    }
}
