package org.sharpeyes.onvif.ptz;

import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Goes to a stored position. */
public final class GotoPreset {
    public static final Operation<Request, Nothing> OPERATION =
            Operation.of(Namespaces.PTZ, "GotoPreset", Request::read, Nothing::read);

    private GotoPreset() {}

    public record Request(String profile, String preset) implements SoapBody {
        static Request read(XmlElement element) throws MalformedMessageException {
            return new Request(element.needText("ProfileToken"), element.needText("PresetToken"));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("ProfileToken", profile).leaf("PresetToken", preset);
        }
    }
}
