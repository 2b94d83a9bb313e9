package org.sharpeyes.onvif.device;

import java.util.List;
import java.util.Map;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks the network interfaces: the hardware address helps to know a device again. */
public final class GetNetworkInterfaces {
    public static final Operation<Nothing, Answer> OPERATION =
            Operation.of(Namespaces.DEVICE, "GetNetworkInterfaces", Nothing::read, Answer::read);

    private GetNetworkInterfaces() {}

    /**
     * @param hardwareAddress as the device writes it
     * @param ipv4 the manual, or else the address from DHCP; {@code ""} without IPv4
     */
    public record Interface(
            String token, boolean enabled, String name, String hardwareAddress, String ipv4, int prefixLength) {
        static Interface read(XmlElement element) {
            XmlElement none = new XmlElement("", "none", Map.of(), List.of(), "");
            XmlElement config = element.path("IPv4", "Config").orElse(none);
            XmlElement address = config.child("Manual")
                    .or(() -> config.child("FromDHCP"))
                    .or(() -> config.child("LinkLocal"))
                    .orElse(none);
            return new Interface(
                    element.attribute("token").orElse(""),
                    XmlValues.bool(element.textAt("Enabled")),
                    element.textAt("Info", "Name"),
                    element.textAt("Info", "HwAddress"),
                    address.textAt("Address"),
                    address.intAt(0, "PrefixLength"));
        }
    }

    public record Answer(List<Interface> interfaces) implements SoapBody {
        public Answer {
            interfaces = List.copyOf(interfaces);
        }

        static Answer read(XmlElement element) {
            return new Answer(element.children("NetworkInterfaces").stream()
                    .map(Interface::read)
                    .toList());
        }

        @Override
        public void writeTo(XmlWriter out) {
            for (Interface each : interfaces) {
                out.start("NetworkInterfaces").attribute("token", each.token()).leaf("tt:Enabled", each.enabled());
                out.start("tt:Info")
                        .leaf("tt:Name", each.name())
                        .leaf("tt:HwAddress", each.hardwareAddress())
                        .leaf("tt:MTU", 1500)
                        .end();
                if (!each.ipv4().isEmpty()) {
                    out.start("tt:IPv4").leaf("tt:Enabled", true).start("tt:Config");
                    out.start("tt:Manual")
                            .leaf("tt:Address", each.ipv4())
                            .leaf("tt:PrefixLength", each.prefixLength())
                            .end();
                    out.leaf("tt:DHCP", false).end().end();
                }
                out.end();
            }
        }
    }
}
