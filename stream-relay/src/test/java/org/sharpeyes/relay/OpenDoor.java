package org.sharpeyes.relay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sharpeyes.model.UserId;

/** Admits tickets that begin with the word {@code good}; what follows names the user. Others see nothing. */
public final class OpenDoor implements ViewerAdmission {
    private final UserId user = UserId.random();

    public UserId user() {
        return user;
    }

    @Override
    public CompletionStage<Admission> admit(ViewerRequest request) {
        Admission answer;
        if (request.credential() instanceof ViewerCredential.TicketText ticket) {
            answer = ticket.text().startsWith("good")
                    ? new Admission.Admitted(user, ticket.text(), "test", ticket.text())
                    : new Admission.Unauthenticated();
        } else if (request.credential() instanceof ViewerCredential.Account account) {
            answer = account.name().equals("duty")
                    ? new Admission.Admitted(user, account.name(), "test", null)
                    : new Admission.Hidden();
        } else {
            throw new IllegalStateException();
        }
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public CompletionStage<Admission> begin(ViewerRequest request) {
        return admit(request);
    }
}
