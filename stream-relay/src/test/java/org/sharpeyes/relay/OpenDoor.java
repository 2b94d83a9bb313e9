package org.sharpeyes.relay;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sharpeyes.media.digest.DigestAlgorithm;
import org.sharpeyes.model.UserId;

/**
 * Admits tickets that begin with the word {@code good}; what follows names the user. Of the two accounts {@code duty} sees
 * everything and {@code grid} nothing.
 */
public final class OpenDoor implements ViewerAdmission, ViewerAccounts {
    public static final String PASSWORD = "a password";

    private final UserId user = UserId.random();
    private volatile int failures;

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
    public CompletionStage<Admission> begin(ViewerRequest request, Admission.Admitted admitted) {
        return admit(request);
    }

    @Override
    public String realm() {
        return "test";
    }

    @Override
    public boolean mayTry(String account, InetAddress client) {
        return failures < 20;
    }

    @Override
    public Optional<PasswordHashes> find(String account) {
        if (!account.equals("duty") && !account.equals("grid")) {
            return Optional.empty();
        }
        return Optional.of(new PasswordHashes(
                DigestAlgorithm.MD5.passwordHash(account, realm(), PASSWORD),
                DigestAlgorithm.SHA_256.passwordHash(account, realm(), PASSWORD)));
    }

    @Override
    public void tried(String account, InetAddress client, boolean right) {
        failures = right ? 0 : failures + 1;
    }
}
