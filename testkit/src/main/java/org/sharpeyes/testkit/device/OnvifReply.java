package org.sharpeyes.testkit.device;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What a device says to one HTTP request. */
public sealed interface OnvifReply {
    /**
     * Answer at once.
     *
     * @param challenges values of WWW-Authenticate, one header each
     */
    record Now(int status, String contentType, List<String> challenges, byte[] body) implements OnvifReply {
        public Now {
            challenges = List.copyOf(challenges);
        }
    }

    /**
     * Nothing to tell yet: answer when something comes, or after that time.
     *
     * @param subscribe is given what to run when something has come
     * @param resume makes the answer then
     */
    record Later(Duration timeout, Consumer<Runnable> subscribe, java.util.function.Supplier<Now> resume)
            implements OnvifReply {}
}
