package org.sharpeyes.server.live;

import java.net.InetAddress;
import java.util.Optional;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.account.DigestSecrets;
import org.sharpeyes.access.account.SignInGuard;
import org.sharpeyes.relay.ViewerAccounts;

/** Accounts as the relay's Digest authentication needs them; guessing there counts like guessing at the sign-in. */
final class RtspAccounts implements ViewerAccounts {
    private final Accounts accounts;
    private final SignInGuard guard;

    RtspAccounts(Accounts accounts, SignInGuard guard) {
        this.accounts = accounts;
        this.guard = guard;
    }

    @Override
    public String realm() {
        return DigestSecrets.REALM;
    }

    @Override
    public boolean mayTry(String account, InetAddress client) {
        return guard.pause(account, client.getHostAddress()) == null;
    }

    @Override
    public Optional<PasswordHashes> find(String account) {
        return accounts.digest(account)
                .map(known -> new PasswordHashes(
                        known.secrets().md5(), known.secrets().sha256()));
    }

    @Override
    public void tried(String account, InetAddress client, boolean right) {
        if (right) {
            guard.succeeded(account, client.getHostAddress());
        } else {
            guard.failed(account, client.getHostAddress());
        }
    }
}
