package org.sharpeyes.onvif.soap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One SOAP message as read. Immutable.
 *
 * @param body the first element within the Body: the operation or a fault
 */
public record SoapEnvelope(SoapHeader header, XmlElement rawHeader, XmlElement body) {
    private static final XmlElement NO_HEADER = new XmlElement(Namespaces.SOAP, "Header", Map.of(), List.of(), "");

    /** @throws MalformedMessageException if the bytes hold no envelope with a body */
    public static SoapEnvelope read(byte[] message, XmlReader reader) throws MalformedMessageException {
        XmlElement root = reader.read(message);
        if (!root.name().equals("Envelope")) {
            throw new MalformedMessageException("root: " + root.name() + " (expected: Envelope)");
        }
        XmlElement header = root.child("Header").orElse(NO_HEADER);
        List<XmlElement> content = root.need("Body").children();
        if (content.isEmpty()) {
            throw new MalformedMessageException("Body: empty (expected: one element)");
        }
        return new SoapEnvelope(SoapHeader.read(header), header, content.get(0));
    }

    public Optional<SoapFault> fault() {
        return body.name().equals("Fault") ? Optional.of(SoapFault.read(body)) : Optional.empty();
    }

    /** The body's declarations and its single line are the form that the strictest device met so far matches. */
    static byte[] write(SoapHeader header, Consumer<XmlWriter> body) {
        XmlWriter out = new XmlWriter();
        out.start("s:Envelope").attribute("xmlns:s", Namespaces.SOAP).attribute("xmlns:tt", Namespaces.SCHEMA);
        header.writeTo(out);
        out.start("s:Body").attribute("xmlns:xsi", Namespaces.XSI).attribute("xmlns:xsd", Namespaces.XSD);
        body.accept(out);
        return out.end().end().toBytes();
    }
}
