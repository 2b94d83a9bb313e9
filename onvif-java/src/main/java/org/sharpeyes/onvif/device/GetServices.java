package org.sharpeyes.onvif.device;

import java.util.List;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks which services the device has, in which version, and where: the newer form of {@link GetCapabilities}. */
public final class GetServices {
    public static final Operation<Request, Answer> OPERATION =
            Operation.of(Namespaces.DEVICE, "GetServices", Request::read, Answer::read);

    private GetServices() {}

    public record Request(boolean includeCapability) implements SoapBody {
        static Request read(XmlElement element) {
            return new Request(XmlValues.bool(element.textAt("IncludeCapability")));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("IncludeCapability", includeCapability);
        }
    }

    /** @param address as announced, so not to be trusted */
    public record Service(String namespace, String address, int major, int minor) {}

    public record Answer(List<Service> services) implements SoapBody {
        public Answer {
            services = List.copyOf(services);
        }

        static Answer read(XmlElement element) {
            return new Answer(element.children("Service").stream()
                    .map(service -> new Service(
                            service.textAt("Namespace"),
                            service.textAt("XAddr"),
                            service.intAt(0, "Version", "Major"),
                            service.intAt(0, "Version", "Minor")))
                    .filter(service ->
                            !service.namespace().isEmpty() && !service.address().isEmpty())
                    .toList());
        }

        @Override
        public void writeTo(XmlWriter out) {
            for (Service service : services) {
                out.start("Service")
                        .leaf("Namespace", service.namespace())
                        .leaf("XAddr", service.address())
                        .start("Version")
                        .leaf("tt:Major", service.major())
                        .leaf("tt:Minor", service.minor())
                        .end()
                        .end();
            }
        }
    }
}
