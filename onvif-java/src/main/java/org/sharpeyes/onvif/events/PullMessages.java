package org.sharpeyes.onvif.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Waits for events at a pull point. */
public final class PullMessages {
    public static final Operation<Request, Answer> OPERATION = new Operation<>(
            Namespaces.EVENTS,
            "PullMessages",
            Namespaces.EVENTS + "/PullPointSubscription/PullMessagesRequest",
            Request::read,
            Answer::read);

    private PullMessages() {}

    /** @param timeout how long the device may hold the request while there is nothing to tell */
    public record Request(Duration timeout, int limit) implements SoapBody {
        static Request read(XmlElement element) throws MalformedMessageException {
            return new Request(
                    XmlValues.duration(element.needText("Timeout"))
                            .orElseThrow(() -> new MalformedMessageException("PullMessages/Timeout: no duration")),
                    element.intAt(1, "MessageLimit"));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("Timeout", timeout.toString()).leaf("MessageLimit", limit);
        }
    }

    public record Answer(@Nullable Instant now, @Nullable Instant termination, List<Notification> notifications)
            implements SoapBody {
        public Answer {
            notifications = List.copyOf(notifications);
        }

        static Answer read(XmlElement element) {
            return new Answer(
                    XmlValues.instant(element.textAt("CurrentTime")).orElse(null),
                    XmlValues.instant(element.textAt("TerminationTime")).orElse(null),
                    element.children("NotificationMessage").stream()
                            .map(Notification::read)
                            .toList());
        }

        @Override
        public void writeTo(XmlWriter out) {
            // Unlike their siblings of WS-BaseNotification these two are in the namespace of the operation.
            if (now != null) {
                out.leaf("CurrentTime", now.toString());
            }
            if (termination != null) {
                out.leaf("TerminationTime", termination.toString());
            }
            notifications.forEach(notification -> notification.writeTo(out));
        }
    }
}
