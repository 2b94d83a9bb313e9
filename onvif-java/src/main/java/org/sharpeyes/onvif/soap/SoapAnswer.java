package org.sharpeyes.onvif.soap;

/** What a device said to a request: the answer, or a fault. Both are ordinary. */
public sealed interface SoapAnswer<A> {
    record Answered<A>(A answer) implements SoapAnswer<A> {}

    record Faulted<A>(SoapFault fault) implements SoapAnswer<A> {}
}
