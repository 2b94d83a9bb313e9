package org.sharpeyes.gateway.credential;

import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.sharpeyes.model.DeviceId;

/**
 * Keeps cameras from locking out: a device refuses one password at most {@value #MOST_REFUSALS} times, all services and
 * digest kinds together; then nobody tries it again until a person acts. Thread-safe.
 *
 * <p>Attempts under way count as refusals to come, so several connections at once cannot break the rule. Whoever asks
 * must have ruled out the clock, and must end every attempt with one of the three words.
 */
public final class AuthenticationGuard {
    /** DESIGN §6. Cameras lock after three to five. */
    public static final int MOST_REFUSALS = 2;

    private static final int MOST_REMEMBERED = 100_000;

    private final CredentialKey key;
    private final CredentialStore store;
    private final Map<String, Tries> tries = new HashMap<>();

    private static final class Tries {
        int refusals;
        int underWay;
        /** A waiter is not counted as refused but must find the entry again. */
        int waiting;
    }

    /** The answer to {@link #ask}. */
    public sealed interface Permission {
        /** Go on, once. */
        record Granted(Attempt attempt) implements Permission {}

        /** The device refused this password {@code refusals} times. A person must act. */
        record Stopped(int refusals) implements Permission {}

        /** Others are trying at this moment; ask again soon. */
        record Busy() implements Permission {}
    }

    /** One attempt to authenticate. Ended exactly once; further words are ignored. */
    public final class Attempt {
        private final DeviceId device;
        private final byte[] fingerprint;
        private boolean ended;

        private Attempt(DeviceId device, byte[] fingerprint) {
            this.device = device;
            this.fingerprint = fingerprint;
        }

        /** The device took the password. */
        public void accepted() {
            end(this, Ending.ACCEPTED);
        }

        /** The device refused it. */
        public void refused() {
            end(this, Ending.REFUSED);
        }

        /** No verdict came: time-out, closed connection. Counts as nothing. */
        public void unanswered() {
            end(this, Ending.UNANSWERED);
        }
    }

    private enum Ending {
        ACCEPTED,
        REFUSED,
        UNANSWERED
    }

    public AuthenticationGuard(CredentialKey key, CredentialStore store) {
        this.key = key;
        this.store = store;
    }

    /** Asks without waiting. May block for a look into the store the first time. */
    public synchronized Permission ask(DeviceId device, Credentials credentials) {
        byte[] fingerprint = fingerprint(credentials);
        Tries found = tries(device, fingerprint);
        if (found.refusals >= MOST_REFUSALS) {
            return new Permission.Stopped(found.refusals);
        }
        if (found.refusals + found.underWay >= MOST_REFUSALS) {
            return new Permission.Busy();
        }
        found.underWay++;
        return new Permission.Granted(new Attempt(device, fingerprint));
    }

    /** Asks and waits while others try. Blocks; never call it on an event loop. */
    public synchronized Permission ask(DeviceId device, Credentials credentials, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Tries found = tries(device, fingerprint(credentials));
        found.waiting++;
        try {
            while (true) {
                Permission permission = ask(device, credentials);
                long left = deadline - System.nanoTime();
                if (!(permission instanceof Permission.Busy) || left <= 0) {
                    return permission;
                }
                wait(Math.max(1, left / 1_000_000));
            }
        } finally {
            found.waiting--;
        }
    }

    /** Refusals that stand against this password. */
    public synchronized int refusals(DeviceId device, Credentials credentials) {
        return tries(device, fingerprint(credentials)).refusals;
    }

    /** A person acted: this password may be tried again. */
    public synchronized void allowAgain(DeviceId device, Credentials credentials) {
        byte[] fingerprint = fingerprint(credentials);
        tries(device, fingerprint).refusals = 0;
        store.saveRefusals(device, fingerprint, 0);
    }

    private synchronized void end(Attempt attempt, Ending ending) {
        if (attempt.ended) {
            return;
        }
        attempt.ended = true;
        Tries found = tries(attempt.device, attempt.fingerprint);
        found.underWay = Math.max(0, found.underWay - 1);
        int before = found.refusals;
        if (ending == Ending.REFUSED) {
            found.refusals++;
        } else if (ending == Ending.ACCEPTED) {
            found.refusals = 0;
        }
        notifyAll();
        if (found.refusals != before) {
            store.saveRefusals(attempt.device, attempt.fingerprint, found.refusals);
        }
    }

    private Tries tries(DeviceId device, byte[] fingerprint) {
        String name = device + " " + HexFormat.of().formatHex(fingerprint);
        Tries found = tries.get(name);
        if (found == null) {
            if (tries.size() >= MOST_REMEMBERED) {
                // What is forgotten is read again from the store; what is in use stays.
                tries.values().removeIf(each -> each.underWay == 0 && each.waiting == 0);
            }
            found = new Tries();
            found.refusals = store.refusals(device, fingerprint);
            tries.put(name, found);
        }
        return found;
    }

    private byte[] fingerprint(Credentials credentials) {
        return key.fingerprint(credentials.username() + '\n' + credentials.password());
    }
}
