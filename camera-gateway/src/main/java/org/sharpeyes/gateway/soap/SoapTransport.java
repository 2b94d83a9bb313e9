package org.sharpeyes.gateway.soap;

import java.util.concurrent.CompletableFuture;

/** Carries SOAP requests to devices. Thread-safe. */
public interface SoapTransport {
    /** @return fails with {@link LinkFailedException} */
    CompletableFuture<HttpAnswer> post(HttpCall call);
}
