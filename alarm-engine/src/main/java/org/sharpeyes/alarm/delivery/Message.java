package org.sharpeyes.alarm.delivery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sharpeyes.alarm.feed.EventJson;
import org.sharpeyes.alarm.feed.FeedEvent;
import org.sharpeyes.model.CameraId;

/**
 * What goes out at once: one event, or a digest of several. Immutable.
 *
 * @param id the same in every repetition; of a digest, of the same events
 * @param visible which cameras the reader may know of
 */
record Message(UUID id, List<FeedEvent> events, Predicate<CameraId> visible) {
    static Message of(List<FeedEvent> events, Predicate<CameraId> visible) {
        if (events.size() == 1) {
            return new Message(events.get(0).event(), events, visible);
        }
        String all = events.stream().map(event -> event.event().toString()).collect(Collectors.joining());
        return new Message(UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.US_ASCII)), events, visible);
    }

    /** The event itself, or {@code {"id","type":"digest","events":[…]}}. */
    String json() {
        if (events.size() == 1) {
            return EventJson.of(events.get(0), visible);
        }
        return events.stream()
                .map(event -> EventJson.of(event, visible))
                .collect(Collectors.joining(",", "{\"id\":\"" + id + "\",\"type\":\"digest\",\"events\":[", "]}"));
    }
}
