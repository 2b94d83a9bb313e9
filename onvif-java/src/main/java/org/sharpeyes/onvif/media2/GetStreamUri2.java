package org.sharpeyes.onvif.media2;

import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks where the RTSP stream of a profile is. */
public final class GetStreamUri2 {
    public static final Operation<Request, Uri2> OPERATION =
            Operation.of(Namespaces.MEDIA2, "GetStreamUri", Request::read, Uri2::read);

    private GetStreamUri2() {}

    /** @param protocol {@code RTSP}, {@code RtspUnicast}, {@code RtspOverHttp}, … */
    public record Request(String profile, String protocol) implements SoapBody {
        static Request read(XmlElement element) throws MalformedMessageException {
            return new Request(element.needText("ProfileToken"), element.textAt("Protocol"));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("Protocol", protocol).leaf("ProfileToken", profile);
        }
    }
}
