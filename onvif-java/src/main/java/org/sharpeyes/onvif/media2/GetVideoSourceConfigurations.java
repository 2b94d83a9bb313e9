package org.sharpeyes.onvif.media2;

import java.util.ArrayList;
import java.util.List;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/**
 * Asks the configurations of the video inputs. This service has no list of the inputs themselves: they are the
 * {@code SourceToken}s in here.
 */
public final class GetVideoSourceConfigurations {
    public static final Operation<Nothing, Answer> OPERATION =
            Operation.of(Namespaces.MEDIA2, "GetVideoSourceConfigurations", Nothing::read, Answer::read);

    private GetVideoSourceConfigurations() {}

    public record Configuration(String token, String name, String videoSource, int width, int height) {}

    public record Answer(List<Configuration> configurations) implements SoapBody {
        public Answer {
            configurations = List.copyOf(configurations);
        }

        static Answer read(XmlElement element) throws MalformedMessageException {
            List<Configuration> found = new ArrayList<>();
            for (XmlElement each : element.children("Configurations")) {
                found.add(new Configuration(
                        each.needAttribute("token"),
                        each.textAt("Name"),
                        each.needText("SourceToken"),
                        bound(each, "width"),
                        bound(each, "height")));
            }
            return new Answer(found);
        }

        private static int bound(XmlElement element, String name) {
            return (int) XmlValues.number(
                    element.child("Bounds")
                            .flatMap(bounds -> bounds.attribute(name))
                            .orElse(""),
                    0);
        }

        @Override
        public void writeTo(XmlWriter out) {
            for (Configuration each : configurations) {
                out.start("Configurations")
                        .attribute("token", each.token())
                        .leaf("tt:Name", each.name())
                        .leaf("tt:UseCount", 2)
                        .leaf("tt:SourceToken", each.videoSource())
                        .start("tt:Bounds")
                        .attribute("x", "0")
                        .attribute("y", "0")
                        .attribute("width", Integer.toString(each.width()))
                        .attribute("height", Integer.toString(each.height()))
                        .end()
                        .end();
            }
        }
    }
}
