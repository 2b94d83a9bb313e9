package org.sharpeyes.server.desk;

import java.util.function.Predicate;
import org.sharpeyes.server.incidents.EventFeed;
import org.sharpeyes.server.security.CurrentUser;
import tools.jackson.databind.json.JsonMapper;

/** Tells open event streams what changed at the desk. Nothing is kept: a reader asks anew when its line comes back. */
final class DeskEvents {
    private final EventFeed feed;
    private final JsonMapper json;

    DeskEvents(EventFeed feed, JsonMapper json) {
        this.feed = feed;
        this.json = json;
    }

    void tell(String name, Object body, Predicate<CurrentUser> mayHave) {
        feed.publish(
                name,
                json.writeValueAsString(body),
                reader -> reader instanceof CurrentUser user && mayHave.test(user));
    }
}
