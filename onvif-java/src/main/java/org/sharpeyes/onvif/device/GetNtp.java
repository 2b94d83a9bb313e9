package org.sharpeyes.onvif.device;

import java.util.List;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks which NTP servers the device uses. */
public final class GetNtp {
    public static final Operation<Nothing, Answer> OPERATION =
            Operation.of(Namespaces.DEVICE, "GetNTP", Nothing::read, Answer::read);

    private GetNtp() {}

    public record Answer(boolean fromDhcp, List<NetworkHost> servers) implements SoapBody {
        public Answer {
            servers = List.copyOf(servers);
        }

        static Answer read(XmlElement element) throws MalformedMessageException {
            XmlElement ntp = element.need("NTPInformation");
            boolean fromDhcp = XmlValues.bool(ntp.textAt("FromDHCP"));
            return new Answer(
                    fromDhcp,
                    ntp.children(fromDhcp ? "NTPFromDHCP" : "NTPManual").stream()
                            .map(NetworkHost::read)
                            .toList());
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.start("NTPInformation").leaf("tt:FromDHCP", fromDhcp);
            servers.forEach(server -> server.writeTo(out, fromDhcp ? "tt:NTPFromDHCP" : "tt:NTPManual"));
            out.end();
        }
    }
}
