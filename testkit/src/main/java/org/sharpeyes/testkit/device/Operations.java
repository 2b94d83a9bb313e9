package org.sharpeyes.testkit.device;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.SoapEnvelope;
import org.sharpeyes.onvif.soap.SoapFault;
import org.sharpeyes.onvif.soap.SoapHeader;

/** What a device answers: for each operation that it knows, who serves it. Confined to the device's loop. */
final class Operations {
    static final String SOAP_TYPE = "application/soap+xml; charset=utf-8";

    private final Map<String, Handler<?, ?>> handlers = new HashMap<>();

    private record Handler<Q extends SoapBody, A extends SoapBody>(Operation<Q, A> operation, Service<Q, A> service) {
        OnvifReply run(SoapEnvelope envelope, String target) throws MalformedMessageException {
            return service.serve(operation.readRequest(envelope), target);
        }
    }

    /** Serves one operation. */
    @FunctionalInterface
    interface Service<Q, A> {
        /** @param target the path that was asked */
        OnvifReply serve(Q request, String target);
    }

    /** An operation that always succeeds. */
    <Q extends SoapBody, A extends SoapBody> void on(Operation<Q, A> operation, Function<Q, A> service) {
        onReply(operation, (request, target) -> ok(operation, service.apply(request)));
    }

    <Q extends SoapBody, A extends SoapBody> void onReply(Operation<Q, A> operation, Service<Q, A> service) {
        handlers.put(key(operation.namespace(), operation.name()), new Handler<>(operation, service));
    }

    /** Answers what an envelope asks for, with a fault where that is unknown or malformed. */
    OnvifReply run(SoapEnvelope envelope, String target) {
        Handler<?, ?> handler =
                handlers.get(key(envelope.body().namespace(), envelope.body().name()));
        if (handler == null) {
            return fault(SoapFault.actionNotSupported(envelope.body().name()));
        }
        try {
            return handler.run(envelope, target);
        } catch (MalformedMessageException e) {
            return fault(SoapFault.sender(String.valueOf(e.getMessage()), "InvalidArgVal"));
        }
    }

    static <A extends SoapBody> OnvifReply.Now ok(Operation<?, A> operation, A answer) {
        return new OnvifReply.Now(200, SOAP_TYPE, List.of(), operation.answer(answer, SoapHeader.NONE));
    }

    static OnvifReply.Now fault(SoapFault fault) {
        return new OnvifReply.Now(fault.code().equals("Sender") ? 400 : 500, SOAP_TYPE, List.of(), fault.toBytes());
    }

    static OnvifReply.Now noProfile() {
        return fault(SoapFault.sender("no such profile", "InvalidArgVal", "NoProfile"));
    }

    private static String key(String namespace, String name) {
        return namespace + "|" + name;
    }
}
