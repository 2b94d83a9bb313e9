package org.sharpeyes.onvif.ptz;

import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Stops movement. */
public final class Stop {
    public static final Operation<Request, Nothing> OPERATION =
            Operation.of(Namespaces.PTZ, "Stop", Request::read, Nothing::read);

    private Stop() {}

    public record Request(String profile, boolean panTilt, boolean zoom) implements SoapBody {
        static Request read(XmlElement element) throws MalformedMessageException {
            return new Request(element.needText("ProfileToken"), flag(element, "PanTilt"), flag(element, "Zoom"));
        }

        /** What is not named is stopped too. */
        private static boolean flag(XmlElement element, String name) {
            String text = element.textAt(name);
            return text.isEmpty() || XmlValues.bool(text);
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("ProfileToken", profile).leaf("PanTilt", panTilt).leaf("Zoom", zoom);
        }
    }
}
