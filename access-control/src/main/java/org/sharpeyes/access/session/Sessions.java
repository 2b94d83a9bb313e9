package org.sharpeyes.access.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.model.UserId;

/**
 * Opens, finds and ends sessions. Thread-safe; {@link #find} answers from memory and never blocks, the others do.
 */
public final class Sessions {
    private static final int TOKEN_BYTES = 32;
    private static final int LONGEST_TOKEN = 64;
    /** One more closes the oldest: a script that signs in for every call must not fill the memory. */
    private static final int PER_USER = 64;

    private final SessionStore store;
    private final SessionSettings settings;
    private final InstantSource clock;
    private final Consumer<Session> ended;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Live> byTokenHash = new ConcurrentHashMap<>();

    private static final class Live {
        private final Session session;
        private volatile Instant lastUsed;

        Live(Session session, Instant lastUsed) {
            this.session = session;
            this.lastUsed = lastUsed;
        }
    }

    /**
     * @param ended told of every session that ends, so that what runs on it can be cut; called on the thread that ended it
     */
    public Sessions(SessionStore store, SessionSettings settings, InstantSource clock, Consumer<Session> ended) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.ended = ended;
        Instant now = clock.instant();
        store.open(now).forEach(stored -> byTokenHash.put(stored.tokenHash(), new Live(stored.session(), now)));
    }

    /** A session and the token that is handed to its owner and kept nowhere. */
    public record Opened(Session session, String token) {
        @Override
        public String toString() {
            return "Opened[" + session + "]";
        }
    }

    public Opened open(Account account, String address) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        String hash = hash(token);
        Instant now = clock.instant();
        Session session = new Session(
                hash.substring(0, 16),
                account.id(),
                account.username(),
                address,
                now,
                now.plus(settings.sessionLifetime()));
        closeOldest(account.id());
        store.insert(new SessionStore.Stored(hash, session));
        byTokenHash.put(hash, new Live(session, now));
        return new Opened(session, token);
    }

    /** The live session of this token. Using it keeps it from idling out. */
    public Optional<Session> find(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        Live live = byTokenHash.get(hash(token));
        Instant now = clock.instant();
        if (live == null || expired(live, now)) {
            return Optional.empty();
        }
        live.lastUsed = now;
        return Optional.of(live.session);
    }

    /** Whether the session with this id is still live, for what runs on it. */
    public boolean live(String id) {
        Instant now = clock.instant();
        return byTokenHash.values().stream().anyMatch(live -> live.session.id().equals(id) && !expired(live, now));
    }

    /** Ends the session with this id; does nothing if there is none. */
    public void closeById(String id) {
        byTokenHash.entrySet().stream()
                .filter(entry -> entry.getValue().session.id().equals(id))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::end);
    }

    /** Ends all sessions of an account: it was disabled, or its password or rights were changed. */
    public void closeAll(UserId user) {
        hashesOf(user).forEach(this::end);
    }

    /** Call once a second: ends what has expired. */
    public void tick() {
        Instant now = clock.instant();
        byTokenHash.forEach((hash, live) -> {
            if (expired(live, now)) {
                end(hash);
            }
        });
    }

    /** Keeps a session that something long runs on (a live view, an event stream) from idling out. */
    public void touch(String id) {
        Instant now = clock.instant();
        byTokenHash.values().stream()
                .filter(live -> live.session.id().equals(id))
                .forEach(live -> live.lastUsed = now);
    }

    private void closeOldest(UserId user) {
        List<String> hashes = hashesOf(user);
        for (int i = 0; i <= hashes.size() - PER_USER; i++) {
            end(hashes.get(i));
        }
    }

    private List<String> hashesOf(UserId user) {
        return byTokenHash.entrySet().stream()
                .filter(entry -> entry.getValue().session.user().equals(user))
                .sorted(Comparator.comparing(entry -> entry.getValue().session.createdAt()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void end(String hash) {
        Live live = byTokenHash.remove(hash);
        if (live != null) {
            // First what runs: the database may be away, and the session is over all the same.
            ended.accept(live.session);
            store.end(hash, clock.instant());
        }
    }

    private boolean expired(Live live, Instant now) {
        return !now.isBefore(live.session.expiresAt()) || !now.isBefore(live.lastUsed.plus(settings.sessionIdle()));
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
