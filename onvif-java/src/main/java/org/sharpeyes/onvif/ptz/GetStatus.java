package org.sharpeyes.onvif.ptz;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.media.ProfileRequest;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks where the camera looks and whether it moves. */
public final class GetStatus {
    public static final Operation<ProfileRequest, Answer> OPERATION =
            Operation.of(Namespaces.PTZ, "GetStatus", ProfileRequest::read, Answer::read);

    private GetStatus() {}

    /**
     * @param position {@code null} if the device does not know it
     * @param panTilt {@code IDLE}, {@code MOVING} or {@code UNKNOWN}; {@code ""} if not said
     * @param utc {@code null} if not said
     */
    public record Answer(
            @Nullable PtzVector position,
            String panTilt,
            String zoom,
            @Nullable Instant utc) implements SoapBody {
        static Answer read(XmlElement element) throws MalformedMessageException {
            XmlElement status = element.need("PTZStatus");
            return new Answer(
                    status.child("Position").map(PtzVector::read).orElse(null),
                    status.textAt("MoveStatus", "PanTilt"),
                    status.textAt("MoveStatus", "Zoom"),
                    XmlValues.instant(status.textAt("UtcTime")).orElse(null));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.start("PTZStatus");
            if (position != null) {
                position.writeTo(out, "tt:Position");
            }
            out.start("tt:MoveStatus")
                    .leaf("tt:PanTilt", panTilt)
                    .leaf("tt:Zoom", zoom)
                    .end();
            if (utc != null) {
                out.leaf("tt:UtcTime", utc.toString());
            }
            out.end();
        }
    }
}
