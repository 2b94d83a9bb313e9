package org.sharpeyes.onvif.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.XmlWriter;

/** The two times that most answers of WS-BaseNotification carry. */
final class NotificationTimes {
    private NotificationTimes() {}

    static void write(XmlWriter out, @Nullable Instant now, @Nullable Instant termination) {
        leaf(out, "wsnt:CurrentTime", now);
        leaf(out, "wsnt:TerminationTime", termination);
    }

    private static void leaf(XmlWriter out, String name, @Nullable Instant time) {
        if (time != null) {
            out.start(name)
                    .attribute("xmlns:wsnt", Namespaces.NOTIFICATION)
                    .text(time.toString())
                    .end();
        }
    }
}
