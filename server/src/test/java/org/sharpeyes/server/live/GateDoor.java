package org.sharpeyes.server.live;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sharpeyes.model.UserId;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.ViewerAccounts;
import org.sharpeyes.relay.ViewerAdmission;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerRequest;

/** Admits the ticket {@code good}, and nobody by password. */
final class GateDoor implements ViewerAdmission, ViewerAccounts {
    private final UserId user = UserId.random();

    @Override
    public CompletionStage<Admission> admit(ViewerRequest request) {
        boolean good = request.credential() instanceof ViewerCredential.TicketText ticket
                && ticket.text().equals("good");
        return CompletableFuture.completedFuture(
                good ? new Admission.Admitted(user, "duty", "", "good") : new Admission.Unauthenticated());
    }

    @Override
    public CompletionStage<Admission> begin(ViewerRequest request, Admission.Admitted admitted) {
        return CompletableFuture.completedFuture(admitted);
    }

    @Override
    public String realm() {
        return "test";
    }

    @Override
    public boolean mayTry(String account, InetAddress client) {
        return false;
    }

    @Override
    public Optional<PasswordHashes> find(String account) {
        return Optional.empty();
    }

    @Override
    public void tried(String account, InetAddress client, boolean right) {}
}
