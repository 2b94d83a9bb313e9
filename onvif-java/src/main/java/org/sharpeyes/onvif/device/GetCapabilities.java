package org.sharpeyes.onvif.device;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks where the services are, in the form every device knows. */
public final class GetCapabilities {
    public static final Operation<Request, Answer> OPERATION =
            Operation.of(Namespaces.DEVICE, "GetCapabilities", Request::read, Answer::read);

    private static final Map<String, String> CATEGORY_OF = Map.of(
            Namespaces.ANALYTICS, "Analytics",
            Namespaces.DEVICE, "Device",
            Namespaces.EVENTS, "Events",
            Namespaces.IMAGING, "Imaging",
            Namespaces.MEDIA, "Media",
            Namespaces.PTZ, "PTZ");
    private static final Map<String, String> EXTENSION_OF = Map.of(
            Namespaces.DEVICE_IO, "DeviceIO",
            Namespaces.RECORDING, "Recording",
            Namespaces.SEARCH, "Search",
            Namespaces.REPLAY, "Replay");

    private GetCapabilities() {}

    /** @param categories {@code All} as a rule */
    public record Request(List<String> categories) implements SoapBody {
        public static final Request ALL = new Request(List.of("All"));

        public Request {
            categories = List.copyOf(categories);
        }

        static Request read(XmlElement element) {
            return new Request(
                    element.children("Category").stream().map(XmlElement::text).toList());
        }

        @Override
        public void writeTo(XmlWriter out) {
            categories.forEach(category -> out.leaf("Category", category));
        }
    }

    /** @param addresses where each service is, by its namespace; as announced, so not to be trusted */
    public record Answer(Map<String, String> addresses) implements SoapBody {
        public Answer {
            addresses = Map.copyOf(addresses);
        }

        static Answer read(XmlElement element) throws MalformedMessageException {
            XmlElement capabilities = element.need("Capabilities");
            Map<String, String> found = new HashMap<>();
            collect(capabilities, CATEGORY_OF, found);
            capabilities.child("Extension").ifPresent(extension -> collect(extension, EXTENSION_OF, found));
            return new Answer(found);
        }

        private static void collect(XmlElement parent, Map<String, String> names, Map<String, String> found) {
            names.forEach((namespace, name) -> {
                String address = parent.textAt(name, "XAddr");
                if (!address.isEmpty()) {
                    found.put(namespace, address);
                }
            });
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.start("Capabilities");
            // The schema fixes the order: it happens to be that of the alphabet.
            new TreeMap<>(invert(CATEGORY_OF)).forEach((name, namespace) -> service(out, name, namespace));
            if (EXTENSION_OF.keySet().stream().anyMatch(addresses::containsKey)) {
                out.start("tt:Extension");
                List.of("DeviceIO", "Recording", "Search", "Replay")
                        .forEach(name -> service(out, name, invert(EXTENSION_OF).get(name)));
                out.end();
            }
            out.end();
        }

        private void service(XmlWriter out, String name, @Nullable String namespace) {
            String address = namespace == null ? null : addresses.get(namespace);
            if (address == null) {
                return;
            }
            out.start("tt:" + name).leaf("tt:XAddr", address);
            if (name.equals("Events")) {
                out.leaf("tt:WSSubscriptionPolicySupport", false)
                        .leaf("tt:WSPullPointSupport", true)
                        .leaf("tt:WSPausableSubscriptionManagerInterfaceSupport", false);
            } else if (name.equals("Media")) {
                out.start("tt:StreamingCapabilities")
                        .leaf("tt:RTPMulticast", false)
                        .leaf("tt:RTP_TCP", true)
                        .leaf("tt:RTP_RTSP_TCP", true)
                        .end();
            }
            out.end();
        }

        private static Map<String, String> invert(Map<String, String> map) {
            Map<String, String> inverted = new HashMap<>();
            map.forEach((key, value) -> inverted.put(value, key));
            return inverted;
        }
    }
}
