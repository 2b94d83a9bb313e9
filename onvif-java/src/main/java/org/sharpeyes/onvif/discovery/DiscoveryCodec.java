package org.sharpeyes.onvif.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.AppSequence;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.Bye;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.Hello;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.Probe;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.ProbeMatches;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.Resolve;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.ResolveMatches;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.SoapEnvelope;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlLimits;
import org.sharpeyes.onvif.soap.XmlReader;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** {@link DiscoveryMessage}s to and from datagrams. Thread-safe. */
public final class DiscoveryCodec {
    public static final String GROUP = "239.255.255.250";
    public static final int PORT = 3702;
    /** More matches than this in one datagram are not read. */
    public static final int MAX_MATCHES = 64;

    private static final String TO = "urn:schemas-xmlsoap-org:ws:2005:04:discovery";
    private static final String ANONYMOUS = Namespaces.ADDRESSING_2004 + "/role/anonymous";

    private final XmlReader reader = new XmlReader(XmlLimits.DATAGRAM);

    public DiscoveryMessage read(byte[] datagram) throws MalformedMessageException {
        SoapEnvelope envelope = SoapEnvelope.read(datagram, reader);
        XmlElement header = envelope.rawHeader();
        XmlElement body = envelope.body();
        String id = header.textAt("MessageID");
        AppSequence instance = instance(header);
        return switch (body.name()) {
            case "Probe" ->
                new Probe(
                        id,
                        AnnouncedDevice.words(body.textAt("Types")).stream()
                                .map(type -> type.substring(type.indexOf(':') + 1))
                                .toList(),
                        AnnouncedDevice.words(body.textAt("Scopes")));
            case "ProbeMatches" -> new ProbeMatches(id, relatesTo(header), matches(body, "ProbeMatch"), instance);
            case "Resolve" -> new Resolve(id, body.textAt("EndpointReference", "Address"));
            case "ResolveMatches" ->
                new ResolveMatches(
                        id,
                        relatesTo(header),
                        matches(body, "ResolveMatch").stream().findFirst(),
                        instance);
            case "Hello" -> new Hello(id, AnnouncedDevice.read(body), instance);
            case "Bye" -> new Bye(id, body.textAt("EndpointReference", "Address"), instance);
            default ->
                throw new MalformedMessageException(
                        "discovery: " + body.name() + " (expected: Probe, ProbeMatches, Resolve, …)");
        };
    }

    private static String relatesTo(XmlElement header) {
        return header.textAt("RelatesTo");
    }

    private static AppSequence instance(XmlElement header) {
        XmlElement sequence = header.child("AppSequence").orElse(null);
        if (sequence == null) {
            return AppSequence.NONE;
        }
        return new AppSequence(
                (long) XmlValues.number(sequence.attribute("InstanceId").orElse(""), 0),
                (long) XmlValues.number(sequence.attribute("MessageNumber").orElse(""), 0));
    }

    private static List<AnnouncedDevice> matches(XmlElement body, String name) throws MalformedMessageException {
        List<XmlElement> found = body.children(name);
        List<AnnouncedDevice> devices = new ArrayList<>();
        for (XmlElement match : found.subList(0, Math.min(found.size(), MAX_MATCHES))) {
            devices.add(AnnouncedDevice.read(match));
        }
        return devices;
    }

    public byte[] write(DiscoveryMessage message) {
        if (message instanceof Probe probe) {
            return envelope("Probe", probe.messageId(), null, null, out -> {
                if (!probe.types().isEmpty()) {
                    out.leaf("d:Types", "dn:" + String.join(" dn:", probe.types()));
                }
                if (!probe.scopes().isEmpty()) {
                    out.leaf("d:Scopes", String.join(" ", probe.scopes()));
                }
            });
        }
        if (message instanceof ProbeMatches matches) {
            return envelope(
                    "ProbeMatches",
                    matches.messageId(),
                    matches.relatesTo(),
                    matches.instance(),
                    out -> matches.devices().forEach(device -> match(out, "d:ProbeMatch", device)));
        }
        if (message instanceof Resolve resolve) {
            return envelope("Resolve", resolve.messageId(), null, null, out -> endpoint(out, resolve.endpoint()));
        }
        if (message instanceof ResolveMatches matches) {
            return envelope(
                    "ResolveMatches",
                    matches.messageId(),
                    matches.relatesTo(),
                    matches.instance(),
                    out -> matches.device().ifPresent(device -> match(out, "d:ResolveMatch", device)));
        }
        if (message instanceof Hello hello) {
            return envelope("Hello", hello.messageId(), null, hello.instance(), out -> hello.device()
                    .writeTo(out));
        }
        if (message instanceof Bye bye) {
            return envelope("Bye", bye.messageId(), null, bye.instance(), out -> endpoint(out, bye.endpoint()));
        }
        throw new IllegalStateException("a new kind of message: " + message);
    }

    private static void match(XmlWriter out, String name, AnnouncedDevice device) {
        out.start(name);
        device.writeTo(out);
        out.end();
    }

    private static void endpoint(XmlWriter out, String endpoint) {
        out.start("a:EndpointReference").leaf("a:Address", endpoint).end();
    }

    private static byte[] envelope(
            String name,
            String messageId,
            @Nullable String relatesTo,
            @Nullable AppSequence instance,
            Consumer<XmlWriter> content) {
        XmlWriter out = new XmlWriter();
        out.start("s:Envelope")
                .attribute("xmlns:s", Namespaces.SOAP)
                .attribute("xmlns:a", Namespaces.ADDRESSING_2004)
                .attribute("xmlns:d", Namespaces.DISCOVERY)
                .attribute("xmlns:dn", Namespaces.NETWORK);
        out.start("s:Header")
                .leaf("a:MessageID", messageId)
                .leaf("a:To", relatesTo == null ? TO : ANONYMOUS)
                .leaf("a:Action", Namespaces.DISCOVERY + "/" + name);
        if (relatesTo != null) {
            out.leaf("a:RelatesTo", relatesTo);
        }
        if (instance != null) {
            out.start("d:AppSequence")
                    .attribute("InstanceId", Long.toString(instance.instanceId()))
                    .attribute("MessageNumber", Long.toString(instance.messageNumber()))
                    .end();
        }
        out.end().start("s:Body").start("d:" + name);
        content.accept(out);
        return out.end().end().end().toBytes();
    }
}
