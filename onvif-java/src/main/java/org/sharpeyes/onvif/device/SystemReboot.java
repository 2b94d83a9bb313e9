package org.sharpeyes.onvif.device;

import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Restarts the device. */
public final class SystemReboot {
    public static final Operation<Nothing, Answer> OPERATION =
            Operation.of(Namespaces.DEVICE, "SystemReboot", Nothing::read, Answer::read);

    private SystemReboot() {}

    /** @param message the device's own words, as {@code "Rebooting in 30 seconds"} */
    public record Answer(String message) implements SoapBody {
        static Answer read(XmlElement element) {
            return new Answer(element.textAt("Message"));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("Message", message);
        }
    }
}
