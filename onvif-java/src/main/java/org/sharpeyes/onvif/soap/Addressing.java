package org.sharpeyes.onvif.soap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WS-Addressing headers of one message.
 *
 * @param to address of the endpoint, needed by subscription managers
 * @param referenceParameters what the endpoint reference asked to be echoed
 */
public record Addressing(
        @Nullable String action,
        @Nullable String messageId,
        @Nullable String relatesTo,
        @Nullable String to,
        List<XmlElement> referenceParameters) {
    public static final Addressing NONE = new Addressing(null, null, null, null, List.of());

    public Addressing {
        referenceParameters = List.copyOf(referenceParameters);
    }

    public static Addressing to(EndpointReference endpoint, String action, String messageId) {
        return new Addressing(action, messageId, null, endpoint.address(), endpoint.referenceParameters());
    }

    static Addressing read(XmlElement header) {
        return new Addressing(
                text(header, "Action"),
                text(header, "MessageID"),
                text(header, "RelatesTo"),
                text(header, "To"),
                List.of());
    }

    private static @Nullable String text(XmlElement header, String name) {
        return header.child(name)
                .map(XmlElement::text)
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }

    void writeTo(XmlWriter out) {
        leaf(out, "a:Action", action);
        leaf(out, "a:MessageID", messageId);
        leaf(out, "a:RelatesTo", relatesTo);
        leaf(out, "a:To", to);
        referenceParameters.forEach(out::element);
    }

    private static void leaf(XmlWriter out, String name, @Nullable String text) {
        if (text != null) {
            out.start(name)
                    .attribute("xmlns:a", Namespaces.ADDRESSING)
                    .text(text)
                    .end();
        }
    }
}
