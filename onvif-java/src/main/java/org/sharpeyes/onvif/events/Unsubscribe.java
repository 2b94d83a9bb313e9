package org.sharpeyes.onvif.events;

import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;

/** Ends a subscription. Sent to the subscription's own address. */
public final class Unsubscribe {
    public static final Operation<Nothing, Nothing> OPERATION = new Operation<>(
            Namespaces.NOTIFICATION,
            "Unsubscribe",
            "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/UnsubscribeRequest",
            Nothing::read,
            Nothing::read);

    private Unsubscribe() {}
}
