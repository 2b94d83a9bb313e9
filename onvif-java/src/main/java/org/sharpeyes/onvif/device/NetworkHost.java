package org.sharpeyes.onvif.device;

import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/**
 * {@code tt:NetworkHost}: a server by address or by name.
 *
 * @param type {@code IPv4}, {@code IPv6} or {@code DNS}
 */
public record NetworkHost(String type, String address) {
    static NetworkHost read(XmlElement element) {
        String type = element.textAt("Type");
        return new NetworkHost(type, element.textAt(element(type)));
    }

    private static String element(String type) {
        return switch (type) {
            case "IPv4" -> "IPv4Address";
            case "IPv6" -> "IPv6Address";
            default -> "DNSname";
        };
    }

    void writeTo(XmlWriter out, String name) {
        out.start(name)
                .leaf("tt:Type", type)
                .leaf("tt:" + element(type), address)
                .end();
    }
}
