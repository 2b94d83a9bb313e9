package org.sharpeyes.onvif.ptz;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Moves until told to stop, or until the time-out, which the server always sets: a lost stop must not spin a camera. */
public final class ContinuousMove {
    public static final Operation<Request, Nothing> OPERATION =
            Operation.of(Namespaces.PTZ, "ContinuousMove", Request::read, Nothing::read);

    private ContinuousMove() {}

    /** @param timeout {@code null} leaves it to the device */
    public record Request(
            String profile, PtzVector velocity, @Nullable Duration timeout) implements SoapBody {
        static Request read(XmlElement element) throws MalformedMessageException {
            return new Request(
                    element.needText("ProfileToken"),
                    PtzVector.read(element.need("Velocity")),
                    XmlValues.duration(element.textAt("Timeout")).orElse(null));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("ProfileToken", profile);
            velocity.writeTo(out, "Velocity");
            if (timeout != null) {
                out.leaf("Timeout", timeout.toString());
            }
        }
    }
}
