package org.sharpeyes.onvif.device;

import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks who made the device and which one it is. */
public final class GetDeviceInformation {
    public static final Operation<Nothing, Answer> OPERATION =
            Operation.of(Namespaces.DEVICE, "GetDeviceInformation", Nothing::read, Answer::read);

    private GetDeviceInformation() {}

    /** Any field may be {@code ""}: devices leave out what they do not know. */
    public record Answer(
            String manufacturer, String model, String firmwareVersion, String serialNumber, String hardwareId)
            implements SoapBody {
        static Answer read(XmlElement element) {
            return new Answer(
                    element.textAt("Manufacturer"),
                    element.textAt("Model"),
                    element.textAt("FirmwareVersion"),
                    element.textAt("SerialNumber"),
                    element.textAt("HardwareId"));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("Manufacturer", manufacturer)
                    .leaf("Model", model)
                    .leaf("FirmwareVersion", firmwareVersion)
                    .leaf("SerialNumber", serialNumber)
                    .leaf("HardwareId", hardwareId);
        }
    }
}
