package org.sharpeyes.alarm.feed;

import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;

/** Writes feed events as JSON: the body of a webhook and the data of a server-sent event alike. Stateless. */
public final class EventJson {
    private EventJson() {}

    /** @param visible which cameras the reader may know of; the others do not appear, not even counted */
    public static String of(FeedEvent event, Predicate<CameraId> visible) {
        StringBuilder json = new StringBuilder(512).append('{');
        field(json, "id", event.event().toString());
        field(json, "type", event.topic());
        field(json, "at", event.at().toString());
        if (event.topic().equals(FeedEvent.CAMERA_STATE)) {
            field(json, "camera", event.subject().toString());
            field(json, "from", event.what());
            field(json, "state", event.state());
            field(json, "because", event.cause());
        } else {
            // Words about the whole would tell of what the reader does not see.
            boolean whole = event.cameras().stream().allMatch(visible);
            field(json, "incident", event.subject().toString());
            json.append("\"version\":").append(event.version()).append(',');
            field(json, "what", event.what());
            field(json, "kind", event.kind());
            field(json, "priority", event.priority().name());
            field(json, "state", event.state());
            field(json, "cause", whole ? event.cause() : "part of a wider outage");
            field(json, "actor", event.actor());
            field(json, "note", whole ? event.note() : "");
            field(json, "parent", event.parent() == null ? null : event.parent().toString());
            json.append("\"cameras\":[")
                    .append(event.cameras().stream()
                            .filter(visible)
                            .map(camera -> "\"" + camera + "\"")
                            .collect(Collectors.joining(",")))
                    .append("],");
        }
        json.setCharAt(json.length() - 1, '}');
        return json.toString();
    }

    private static void field(StringBuilder json, String name, @Nullable String value) {
        json.append('"').append(name).append("\":");
        if (value == null) {
            json.append("null");
        } else {
            quote(json, value);
        }
        json.append(',');
    }

    private static void quote(StringBuilder json, String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f || c == '\u2028' || c == '\u2029' || c == '<') {
                // Also what could end a script or a line where the text is shown without care.
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
