package org.sharpeyes.relay;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.UserId;

/** The answer to a {@link ViewerRequest}. */
public sealed interface Admission {
    /**
     * May look.
     *
     * @param userName for the list of viewers
     * @param ticketId the ticket's id if one was used, so that revoking it ends the view
     */
    record Admitted(
            UserId user,
            String userName,
            String purpose,
            @Nullable String ticketId) implements Admission {
        public Admitted {
            requireNonNull(user, "user");
            requireNonNull(userName, "user name");
            requireNonNull(purpose, "purpose");
        }
    }

    /** Is not who he says, or the ticket is forged or too old: 401. */
    record Unauthenticated() implements Admission {}

    /** There is no such stream as far as this viewer is concerned: 404. */
    record Hidden() implements Admission {}

    /** Sees the camera but may not watch it: 403. */
    record Forbidden(String reason) implements Admission {}

    /** The decision cannot be made or recorded now: 503. */
    record Unavailable(String reason) implements Admission {}
}
