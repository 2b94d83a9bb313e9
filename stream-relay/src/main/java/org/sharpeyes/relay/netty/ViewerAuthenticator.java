package org.sharpeyes.relay.netty;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Checks the {@code Authorization} header of a request. Called on event loops, never blocks. */
interface ViewerAuthenticator {
    /** The outcome of looking at one header. */
    sealed interface Outcome {
        /** The password is right. */
        record Known(String account) implements Outcome {}

        /** @param challenges values for {@code WWW-Authenticate}, strongest first */
        record Unknown(List<String> challenges) implements Outcome {}
    }

    CompletionStage<Outcome> check(RtspRequest request);
}
