package org.sharpeyes.server.incidents;

import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.session.Sessions;
import org.sharpeyes.alarm.feed.EventJson;
import org.sharpeyes.alarm.feed.FeedEvent;
import org.sharpeyes.model.Action;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** What happens, as it happens. */
@RestController
class EventController {
    private final EventFeed feed;
    private final Access access;
    private final Sessions sessions;

    EventController(EventFeed feed, Access access, Sessions sessions) {
        this.feed = feed;
        this.access = access;
        this.sessions = sessions;
    }

    @Operation(
            summary = "Server-sent events: incident, camera-state, registration",
            description = "Only of cameras that the caller may see. Last-Event-ID continues where a stream broke.")
    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> events(
            CurrentUser user, @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        return feed.open(cursor(lastEventId), event -> render(user, event), new EventFeed.Owned() {
            @Override
            public Object owner() {
                return user;
            }

            @Override
            public boolean getAsBoolean() {
                boolean live = sessions.live(user.session());
                if (live) {
                    sessions.touch(user.session());
                }
                return live;
            }
        });
    }

    private static @Nullable Long cursor(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return null;
        }
        if (!lastEventId.matches("[0-9]{1,18}")) {
            throw ApiProblem.invalid("Last-Event-ID", lastEventId, "the id of an event of this stream");
        }
        return Long.valueOf(lastEventId);
    }

    private @Nullable String render(CurrentUser user, FeedEvent event) {
        if (event.topic().equals(FeedEvent.CAMERA_STATE)) {
            boolean visible = event.cameras().stream().allMatch(camera -> access.visible(user, camera));
            return visible ? EventJson.of(event, camera -> true) : null;
        }
        boolean visible = event.cameras().isEmpty()
                ? access.allows(user, Action.SEE_INCIDENTS)
                : event.cameras().stream().anyMatch(camera -> access.allows(user, Action.SEE_INCIDENTS, camera));
        return visible ? EventJson.of(event, camera -> access.allows(user, Action.SEE_INCIDENTS, camera)) : null;
    }
}
