package org.sharpeyes.onvif.events;

import java.util.ArrayList;
import java.util.List;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks which topics the device knows. */
public final class GetEventProperties {
    public static final Operation<Nothing, Answer> OPERATION = new Operation<>(
            Namespaces.EVENTS,
            "GetEventProperties",
            Namespaces.EVENTS + "/EventPortType/GetEventPropertiesRequest",
            Nothing::read,
            Answer::read);

    private GetEventProperties() {}

    /** @param topics as paths of local names: {@code VideoSource/MotionAlarm} */
    public record Answer(List<String> topics) implements SoapBody {
        public Answer {
            topics = List.copyOf(topics);
        }

        static Answer read(XmlElement element) {
            List<String> topics = new ArrayList<>();
            element.child("TopicSet").ifPresent(set -> collect(set, "", topics));
            return new Answer(topics);
        }

        private static void collect(XmlElement parent, String path, List<String> topics) {
            for (XmlElement child : parent.children()) {
                if (child.name().equals("MessageDescription")) {
                    continue;
                }
                String here = path.isEmpty() ? child.name() : path + "/" + child.name();
                if (XmlValues.bool(child.attribute("topic").orElse(""))) {
                    topics.add(here);
                }
                collect(child, here, topics);
            }
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("TopicNamespaceLocation", Namespaces.TOPICS + "/topicns.xml");
            out.start("wsnt:FixedTopicSet")
                    .attribute("xmlns:wsnt", Namespaces.NOTIFICATION)
                    .text("true")
                    .end();
            out.start("wstop:TopicSet")
                    .attribute("xmlns:wstop", Namespaces.NOTIFICATION_TOPICS)
                    .attribute("xmlns:tns1", Namespaces.TOPICS);
            for (String topic : topics) {
                write(out, topic);
            }
            out.end();
        }

        private static void write(XmlWriter out, String topic) {
            String[] steps = topic.split("/", -1);
            for (int i = 0; i < steps.length; i++) {
                out.start(i == 0 ? "tns1:" + steps[i] : steps[i]);
                if (i > 0) {
                    out.attribute("xmlns", "");
                }
            }
            out.attribute("wstop:topic", "true");
            for (int i = 0; i < steps.length; i++) {
                out.end();
            }
        }
    }
}
