package org.sharpeyes.onvif.discovery;

import java.util.List;
import java.util.Locale;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/**
 * What a device says of itself in ProbeMatches, ResolveMatches and Hello. Nothing in it is to be trusted.
 *
 * @param endpoint its lasting identity, as {@code urn:uuid:…}; some devices leave {@code urn:} out
 * @param types local names, as {@code NetworkVideoTransmitter}
 * @param addresses of the device service
 */
public record AnnouncedDevice(
        String endpoint, List<String> types, List<String> scopes, List<String> addresses, long metadataVersion) {
    public AnnouncedDevice {
        types = List.copyOf(types);
        scopes = List.copyOf(scopes);
        addresses = List.copyOf(addresses);
    }

    /** The endpoint in one spelling: lower case, without {@code urn:}. Two answers of one device are equal by it. */
    public String identity() {
        String lower = endpoint.toLowerCase(Locale.ROOT);
        return lower.startsWith("urn:") ? lower.substring("urn:".length()) : lower;
    }

    static AnnouncedDevice read(XmlElement element) throws MalformedMessageException {
        String endpoint = element.textAt("EndpointReference", "Address");
        if (endpoint.isEmpty()) {
            throw new MalformedMessageException(element.name() + ": no EndpointReference/Address (expected: one)");
        }
        return new AnnouncedDevice(
                endpoint,
                words(element.textAt("Types")).stream()
                        .map(type -> type.substring(type.indexOf(':') + 1))
                        .toList(),
                words(element.textAt("Scopes")),
                words(element.textAt("XAddrs")),
                element.intAt(0, "MetadataVersion"));
    }

    /** Lists come with line breaks and tabs between their words. */
    static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    void writeTo(XmlWriter out) {
        out.start("a:EndpointReference").leaf("a:Address", endpoint).end();
        if (!types.isEmpty()) {
            out.leaf("d:Types", "dn:" + String.join(" dn:", types));
        }
        if (!scopes.isEmpty()) {
            out.leaf("d:Scopes", String.join(" ", scopes));
        }
        if (!addresses.isEmpty()) {
            out.leaf("d:XAddrs", String.join(" ", addresses));
        }
        out.leaf("d:MetadataVersion", metadataVersion);
    }
}
