package org.sharpeyes.onvif.events;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Keeps a subscription alive. Sent to the subscription's own address. */
public final class Renew {
    public static final Operation<Request, Answer> OPERATION = new Operation<>(
            Namespaces.NOTIFICATION,
            "Renew",
            "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/RenewRequest",
            Request::read,
            Answer::read);

    private Renew() {}

    public record Request(Duration termination) implements SoapBody {
        static Request read(XmlElement element) throws MalformedMessageException {
            return new Request(XmlValues.duration(element.needText("TerminationTime"))
                    .orElseThrow(() -> new MalformedMessageException("Renew/TerminationTime: no duration")));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("TerminationTime", termination.toString());
        }
    }

    public record Answer(@Nullable Instant now, @Nullable Instant termination) implements SoapBody {
        static Answer read(XmlElement element) {
            return new Answer(
                    XmlValues.instant(element.textAt("CurrentTime")).orElse(null),
                    XmlValues.instant(element.textAt("TerminationTime")).orElse(null));
        }

        @Override
        public void writeTo(XmlWriter out) {
            NotificationTimes.write(out, now, termination);
        }
    }
}
