package org.sharpeyes.relay;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.Optional;

/** What Digest authentication needs of accounts. Called on event loops: answers from memory, never blocks. */
public interface ViewerAccounts {
    /** The realm that the password hashes were made for. */
    String realm();

    /** Whether this account may be tried from this address now; guessing is slowed down here. */
    boolean mayTry(String account, InetAddress client);

    /** Empty if there is no such account or it may not sign in. */
    Optional<PasswordHashes> find(String account);

    /** Tells the outcome of a try, so that guessing can be slowed down. */
    void tried(String account, InetAddress client, boolean right);

    /** {@code H(account:realm:password)} in lower-case hex; worth as much as the password, never printed. */
    record PasswordHashes(String md5, String sha256) {
        public PasswordHashes {
            requireNonNull(md5, "md5");
            requireNonNull(sha256, "sha256");
        }

        @Override
        public String toString() {
            return "PasswordHashes[not shown]";
        }
    }
}
