package org.sharpeyes.onvif.soap;

import java.util.List;

/** WS-Addressing endpoint reference: where a subscription lives and what to echo to it. */
public record EndpointReference(String address, List<XmlElement> referenceParameters) {
    public EndpointReference {
        if (address.isBlank()) {
            throw new IllegalArgumentException("endpoint address: empty (expected: a URI)");
        }
        referenceParameters = List.copyOf(referenceParameters);
    }

    public static EndpointReference of(String address) {
        return new EndpointReference(address, List.of());
    }

    public static EndpointReference read(XmlElement element) throws MalformedMessageException {
        return new EndpointReference(
                element.needText("Address"),
                element.child("ReferenceParameters").map(XmlElement::children).orElse(List.of()));
    }

    public void writeTo(XmlWriter out, String name) {
        out.start(name).attribute("xmlns:a", Namespaces.ADDRESSING).leaf("a:Address", address);
        if (!referenceParameters.isEmpty()) {
            out.start("a:ReferenceParameters");
            referenceParameters.forEach(out::element);
            out.end();
        }
        out.end();
    }
}
