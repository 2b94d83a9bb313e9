package org.sharpeyes.onvif.ptz;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.media.ProfileRequest;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks the stored positions. */
public final class GetPresets {
    public static final Operation<ProfileRequest, Answer> OPERATION =
            Operation.of(Namespaces.PTZ, "GetPresets", ProfileRequest::read, Answer::read);

    private GetPresets() {}

    /** @param position {@code null} if the device does not tell it */
    public record Preset(
            String token, String name, @Nullable PtzVector position) {}

    public record Answer(List<Preset> presets) implements SoapBody {
        public Answer {
            presets = List.copyOf(presets);
        }

        static Answer read(XmlElement element) throws MalformedMessageException {
            List<Preset> presets = new ArrayList<>();
            for (XmlElement each : element.children("Preset")) {
                presets.add(new Preset(
                        each.needAttribute("token"),
                        each.textAt("Name"),
                        each.child("PTZPosition").map(PtzVector::read).orElse(null)));
            }
            return new Answer(presets);
        }

        @Override
        public void writeTo(XmlWriter out) {
            for (Preset each : presets) {
                out.start("Preset").attribute("token", each.token()).leaf("tt:Name", each.name());
                if (each.position() != null) {
                    each.position().writeTo(out, "tt:PTZPosition");
                }
                out.end();
            }
        }
    }
}
