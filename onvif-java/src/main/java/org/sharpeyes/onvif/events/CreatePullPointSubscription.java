package org.sharpeyes.onvif.events;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.EndpointReference;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Opens a pull point: the device keeps events until they are pulled. */
public final class CreatePullPointSubscription {
    public static final Operation<Request, Answer> OPERATION = new Operation<>(
            Namespaces.EVENTS,
            "CreatePullPointSubscription",
            Namespaces.EVENTS + "/EventPortType/CreatePullPointSubscriptionRequest",
            Request::read,
            Answer::read);

    private CreatePullPointSubscription() {}

    /**
     * @param topicFilter expression of the concrete set dialect, {@code null} for every topic
     * @param termination {@code null} leaves it to the device
     */
    public record Request(
            @Nullable String topicFilter, @Nullable Duration termination) implements SoapBody {
        static Request read(XmlElement element) {
            String filter = element.textAt("Filter", "TopicExpression");
            return new Request(
                    filter.isEmpty() ? null : filter,
                    XmlValues.duration(element.textAt("InitialTerminationTime")).orElse(null));
        }

        @Override
        public void writeTo(XmlWriter out) {
            if (topicFilter != null) {
                out.start("Filter")
                        .start("wsnt:TopicExpression")
                        .attribute("xmlns:wsnt", Namespaces.NOTIFICATION)
                        .attribute("xmlns:tns1", Namespaces.TOPICS)
                        .attribute("Dialect", "http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet")
                        .text(topicFilter)
                        .end()
                        .end();
            }
            if (termination != null) {
                out.leaf("InitialTerminationTime", termination.toString());
            }
        }
    }

    /**
     * @param subscription where to pull, renew and unsubscribe; as announced, so its host is not to be trusted
     * @param now the device's clock
     */
    public record Answer(
            EndpointReference subscription,
            @Nullable Instant now,
            @Nullable Instant termination) implements SoapBody {
        static Answer read(XmlElement element) throws MalformedMessageException {
            return new Answer(
                    EndpointReference.read(element.need("SubscriptionReference")),
                    XmlValues.instant(element.textAt("CurrentTime")).orElse(null),
                    XmlValues.instant(element.textAt("TerminationTime")).orElse(null));
        }

        @Override
        public void writeTo(XmlWriter out) {
            subscription.writeTo(out, "SubscriptionReference");
            NotificationTimes.write(out, now, termination);
        }
    }
}
