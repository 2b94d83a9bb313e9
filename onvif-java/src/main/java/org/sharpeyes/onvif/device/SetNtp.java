package org.sharpeyes.onvif.device;

import java.util.List;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Sets the NTP servers. */
public final class SetNtp {
    public static final Operation<Request, Nothing> OPERATION =
            Operation.of(Namespaces.DEVICE, "SetNTP", Request::read, Nothing::read);

    private SetNtp() {}

    /** @param servers used unless {@code fromDhcp} */
    public record Request(boolean fromDhcp, List<NetworkHost> servers) implements SoapBody {
        public Request {
            servers = List.copyOf(servers);
        }

        static Request read(XmlElement element) {
            return new Request(
                    XmlValues.bool(element.textAt("FromDHCP")),
                    element.children("NTPManual").stream()
                            .map(NetworkHost::read)
                            .toList());
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("FromDHCP", fromDhcp);
            servers.forEach(server -> server.writeTo(out, "NTPManual"));
        }
    }
}
