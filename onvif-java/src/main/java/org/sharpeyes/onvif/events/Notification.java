package org.sharpeyes.onvif.events;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/**
 * One event of a device.
 *
 * @param topic path of local names with slashes, as {@code VideoSource/SignalLoss}; prefixes differ by vendor and are cut
 * @param time the device's own, {@code null} if it says none
 * @param operation {@code Initialized}, {@code Changed} or {@code Deleted}; {@code ""} if not said
 * @param source which input or rule
 * @param data what is so now
 */
public record Notification(
        String topic,
        @Nullable Instant time,
        String operation,
        Map<String, String> source,
        Map<String, String> key,
        Map<String, String> data) {
    public Notification {
        source = Map.copyOf(source);
        key = Map.copyOf(key);
        data = Map.copyOf(data);
    }

    static Notification read(XmlElement element) {
        XmlElement outer = element.child("Message").orElse(element);
        XmlElement message = outer.child("Message").orElse(outer);
        return new Notification(
                topic(element.textAt("Topic")),
                XmlValues.instant(message.attribute("UtcTime").orElse("")).orElse(null),
                message.attribute("PropertyOperation").orElse(""),
                items(message, "Source"),
                items(message, "Key"),
                items(message, "Data"));
    }

    private static String topic(String text) {
        StringBuilder path = new StringBuilder();
        for (String step : text.split("/", -1)) {
            path.append(path.isEmpty() ? "" : "/").append(step.substring(step.indexOf(':') + 1));
        }
        return path.toString();
    }

    private static Map<String, String> items(XmlElement message, String part) {
        Map<String, String> items = new HashMap<>();
        message.child(part).ifPresent(found -> {
            for (XmlElement item : found.children("SimpleItem")) {
                items.put(
                        item.attribute("Name").orElse(""),
                        item.attribute("Value").orElse(""));
            }
        });
        return items;
    }

    void writeTo(XmlWriter out) {
        out.start("wsnt:NotificationMessage").attribute("xmlns:wsnt", Namespaces.NOTIFICATION);
        out.start("wsnt:Topic")
                .attribute("xmlns:tns1", Namespaces.TOPICS)
                .attribute("Dialect", "http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet")
                .text("tns1:" + topic)
                .end();
        out.start("wsnt:Message").start("tt:Message");
        if (time != null) {
            out.attribute("UtcTime", time.toString());
        }
        if (!operation.isEmpty()) {
            out.attribute("PropertyOperation", operation);
        }
        write(out, "tt:Source", source);
        write(out, "tt:Key", key);
        write(out, "tt:Data", data);
        out.end().end().end();
    }

    private static void write(XmlWriter out, String part, Map<String, String> items) {
        if (items.isEmpty()) {
            return;
        }
        out.start(part);
        new TreeMap<>(items).forEach((name, value) -> out.start("tt:SimpleItem")
                .attribute("Name", name)
                .attribute("Value", value)
                .end());
        out.end();
    }
}
