package org.sharpeyes.gateway.probe;

import java.util.concurrent.CompletableFuture;

/** Questions that need a password; answered on threads that may block. Thread-safe. */
public interface LoginCheck {
    /** What the device said to the stored password. */
    sealed interface Verdict {
        record Accepted() implements Verdict {}

        /** Refused just now. */
        record Refused(String detail) implements Verdict {}

        /** Not asked, or no verdict came. */
        record NotJudged(String detail) implements Verdict {}
    }

    /** What an RTSP service said of one stream. */
    sealed interface Stream {
        record There() implements Stream {}

        record Missing(String detail) implements Stream {}

        /** The password stood in the way. */
        record NotAllowed(String detail) implements Stream {}

        /** No answer. */
        record Silent(String detail) implements Stream {}
    }

    CompletableFuture<Verdict> login(ProbeTarget target);

    CompletableFuture<Stream> stream(ProbeTarget target);
}
