package org.sharpeyes.access.account;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.sharpeyes.model.UserId;

/**
 * Accounts and their passwords. Thread-safe. Lookups answer from memory and never block; what changes an account or checks
 * a password blocks.
 */
public final class Accounts {
    /** Each check takes 19 MiB and a core for a while: guessers must not take all of either. */
    private static final int PARALLEL_CHECKS = 2;

    private static final int SHORTEST_PASSWORD = 12;
    private static final int LONGEST_PASSWORD = 200;
    private static final Set<String> KNOWN_WEAK =
            Set.of("password1234", "123456789012", "administrator", "qwertyuiop12", "sharpeyes123", "xueliang1234");

    private final AccountStore store;
    private final SecretBox box;
    private final InstantSource clock;
    private final boolean demo;
    private final Semaphore checks = new Semaphore(PARALLEL_CHECKS, true);
    /** Checked when there is no such account, so that both answers take the same time. */
    private final String nobodysHash = PasswordHash.of("nobody");

    private volatile Map<String, Known> byName = Map.of();
    private volatile Map<UserId, Known> byId = Map.of();

    private record Known(Account account, String passwordHash, DigestSecrets digest) {}

    /** @param demo whether accounts of the demo may sign in */
    public Accounts(AccountStore store, SecretBox box, InstantSource clock, boolean demo) {
        this.store = store;
        this.box = box;
        this.clock = clock;
        this.demo = demo;
        reload();
    }

    public List<Account> all() {
        return byId.values().stream()
                .map(Known::account)
                .sorted(Comparator.comparing(Account::username))
                .toList();
    }

    public Optional<Account> find(UserId id) {
        return Optional.ofNullable(byId.get(id)).map(Known::account);
    }

    public Optional<Account> find(String username) {
        return Optional.ofNullable(byName.get(username)).map(Known::account);
    }

    /** Accounts that may sign in and act now. */
    public Set<UserId> active() {
        return byId.values().stream()
                .filter(this::mayAct)
                .map(known -> known.account().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What checks an RTSP Digest of this user; empty if there is no such account or it may not sign in. */
    public Optional<DigestAccount> digest(String username) {
        return Optional.ofNullable(byName.get(username))
                .filter(this::mayAct)
                .map(known -> new DigestAccount(known.account().id(), known.digest()));
    }

    /** An account as RTSP Digest sees it. */
    public record DigestAccount(UserId user, DigestSecrets secrets) {}

    /**
     * Checks a password; takes equally long whether the name or the password is wrong. Callers ask {@link SignInGuard}
     * first.
     */
    public Optional<Account> authenticate(String username, String password) {
        Known known = byName.get(username);
        String hash = known == null ? nobodysHash : known.passwordHash();
        boolean matches = false;
        checks.acquireUninterruptibly();
        try {
            matches = password.length() <= LONGEST_PASSWORD && PasswordHash.matches(hash, password);
        } finally {
            checks.release();
        }
        return matches && known != null && mayAct(known) ? Optional.of(known.account()) : Optional.empty();
    }

    /**
     * @return empty if the name is taken
     * @throws IllegalArgumentException if name or password cannot be used
     */
    public Optional<Account> create(String username, String displayName, String password) {
        checkStrength(username, password);
        return insert(username, displayName, password, false);
    }

    /** An account of the demo, with whatever password its operator chose. */
    public Optional<Account> createForDemo(String username, String displayName, String password) {
        return insert(username, displayName, password, true);
    }

    private Optional<Account> insert(String username, String displayName, String password, boolean forDemo) {
        Account account = new Account(UserId.random(), username, displayName, forDemo, null, clock.instant());
        boolean inserted = store.insert(
                new AccountStore.Stored(account, PasswordHash.of(password), closed(account.id(), username, password)));
        reload();
        return inserted ? Optional.of(account) : Optional.empty();
    }

    /** @throws IllegalArgumentException if the password cannot be used or there is no such account */
    public void setPassword(UserId id, String password) {
        Account account = known(id).account();
        if (!account.demo()) {
            checkStrength(account.username(), password);
        }
        store.setPassword(id, PasswordHash.of(password), closed(id, account.username(), password));
        reload();
    }

    public void disable(UserId id) {
        known(id);
        store.setDisabled(id, clock.instant());
        reload();
    }

    public void enable(UserId id) {
        known(id);
        store.setDisabled(id, null);
        reload();
    }

    private Known known(UserId id) {
        Known known = byId.get(id);
        if (known == null) {
            throw new IllegalArgumentException("user id: " + id + " (expected: an account)");
        }
        return known;
    }

    private boolean mayAct(Known known) {
        return known.account().active() && (demo || !known.account().demo());
    }

    private byte[] closed(UserId id, String username, String password) {
        return box.close("account " + id, DigestSecrets.of(username, password).toBytes());
    }

    private synchronized void reload() {
        Map<String, Known> names = new HashMap<>();
        Map<UserId, Known> ids = new HashMap<>();
        for (AccountStore.Stored stored : store.accounts()) {
            Account account = stored.account();
            Known known = new Known(
                    account,
                    stored.passwordHash(),
                    DigestSecrets.fromBytes(box.open("account " + account.id(), stored.digestBox())));
            names.put(account.username(), known);
            ids.put(account.id(), known);
        }
        byName = Map.copyOf(names);
        byId = Map.copyOf(ids);
    }

    private static void checkStrength(String username, String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException("password: (not shown) (expected: " + SHORTEST_PASSWORD + " to "
                    + LONGEST_PASSWORD + " characters)");
        }
        String lower = password.toLowerCase(java.util.Locale.ROOT);
        if (KNOWN_WEAK.contains(lower)
                || lower.contains(username)
                || lower.chars().distinct().count() < 5) {
            throw new IllegalArgumentException(
                    "password: (not shown) (expected: one that is not widely known, without the user name)");
        }
    }
}
