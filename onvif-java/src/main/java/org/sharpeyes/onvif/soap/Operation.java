package org.sharpeyes.onvif.soap;

/**
 * One ONVIF operation, both sides of it. A client calls {@link #request} and {@link #readAnswer}; a device finds the
 * operation of an envelope by {@link #matches}, then calls {@link #readRequest} and {@link #answer}. Immutable.
 *
 * @param namespace of the element in the body
 * @param name of the request's element; the answer's is this with {@code Response}
 * @param action WS-Addressing and SOAP action of the request
 */
public record Operation<Q extends SoapBody, A extends SoapBody>(
        String namespace, String name, String action, BodyReader<Q> requestReader, BodyReader<A> answerReader) {

    /** An operation whose action is namespace and name, as in the device and media services. */
    public static <Q extends SoapBody, A extends SoapBody> Operation<Q, A> of(
            String namespace, String name, BodyReader<Q> requestReader, BodyReader<A> answerReader) {
        return new Operation<>(namespace, name, namespace + "/" + name, requestReader, answerReader);
    }

    public byte[] request(Q request, SoapHeader header) {
        return write(name, request, header);
    }

    public byte[] answer(A answer, SoapHeader header) {
        return write(name + "Response", answer, header);
    }

    private byte[] write(String element, SoapBody content, SoapHeader header) {
        return SoapEnvelope.write(header, out -> {
            out.start(element).attribute("xmlns", namespace);
            content.writeTo(out);
            out.end();
        });
    }

    public boolean matches(SoapEnvelope envelope) {
        return envelope.body().is(namespace, name);
    }

    /** @throws MalformedMessageException if the envelope holds another operation, or this one without what it needs */
    public Q readRequest(SoapEnvelope envelope) throws MalformedMessageException {
        if (!matches(envelope)) {
            throw new MalformedMessageException("operation: " + envelope.body().name() + " (expected: " + name + ")");
        }
        return checked(requestReader, envelope.body());
    }

    /** Reads an answer or a fault, whatever HTTP status it came with. */
    public SoapAnswer<A> readAnswer(byte[] message, XmlReader reader) throws MalformedMessageException {
        SoapEnvelope envelope = SoapEnvelope.read(message, reader);
        SoapFault fault = envelope.fault().orElse(null);
        if (fault != null) {
            return new SoapAnswer.Faulted<>(fault);
        }
        if (!envelope.body().name().equals(name + "Response")) {
            throw new MalformedMessageException(
                    "answer: " + envelope.body().name() + " (expected: " + name + "Response)");
        }
        return new SoapAnswer.Answered<>(checked(answerReader, envelope.body()));
    }

    private <T> T checked(BodyReader<T> bodyReader, XmlElement body) throws MalformedMessageException {
        try {
            return bodyReader.read(body);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(name + ": " + e.getMessage(), e);
        }
    }
}
