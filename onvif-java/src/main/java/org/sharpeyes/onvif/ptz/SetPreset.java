package org.sharpeyes.onvif.ptz;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Stores the present position. */
public final class SetPreset {
    public static final Operation<Request, Answer> OPERATION =
            Operation.of(Namespaces.PTZ, "SetPreset", Request::read, Answer::read);

    private SetPreset() {}

    /** @param preset token to overwrite, {@code null} for a new one */
    public record Request(
            String profile, String name, @Nullable String preset) implements SoapBody {
        static Request read(XmlElement element) throws MalformedMessageException {
            String preset = element.textAt("PresetToken");
            return new Request(
                    element.needText("ProfileToken"), element.textAt("PresetName"), preset.isEmpty() ? null : preset);
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("ProfileToken", profile).leaf("PresetName", name);
            if (preset != null) {
                out.leaf("PresetToken", preset);
            }
        }
    }

    public record Answer(String preset) implements SoapBody {
        static Answer read(XmlElement element) throws MalformedMessageException {
            return new Answer(element.needText("PresetToken"));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("PresetToken", preset);
        }
    }
}
