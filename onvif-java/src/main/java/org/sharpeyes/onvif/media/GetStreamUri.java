package org.sharpeyes.onvif.media;

import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks where the RTSP stream of a profile is. */
public final class GetStreamUri {
    public static final Operation<Request, MediaUri> OPERATION =
            Operation.of(Namespaces.MEDIA, "GetStreamUri", Request::read, MediaUri::read);

    private GetStreamUri() {}

    /**
     * @param stream {@code RTP-Unicast} or {@code RTP-Multicast}
     * @param protocol {@code UDP}, {@code RTSP} or {@code HTTP}
     */
    public record Request(String profile, String stream, String protocol) implements SoapBody {
        public static Request rtsp(String profile) {
            return new Request(profile, "RTP-Unicast", "RTSP");
        }

        static Request read(XmlElement element) throws MalformedMessageException {
            return new Request(
                    element.needText("ProfileToken"),
                    element.textAt("StreamSetup", "Stream"),
                    element.textAt("StreamSetup", "Transport", "Protocol"));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.start("StreamSetup").leaf("tt:Stream", stream);
            out.start("tt:Transport").leaf("tt:Protocol", protocol).end().end();
            out.leaf("ProfileToken", profile);
        }
    }
}
