package org.sharpeyes.access.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows guessing down without letting a guesser lock anybody out. Thread-safe, never blocks.
 *
 * <p>Three counters, each with a pause that doubles from one second: per account and address (after 5 failures), per
 * address (after 20), and per account over all addresses that never signed in to it (after 10). An address from which the
 * account signed in before does not suffer from the third: whoever guesses from elsewhere cannot keep the duty officer
 * out of his own desk. Names that exist and names that do not are treated alike.
 */
public final class SignInGuard {
    private static final int PAIR_FAILURES = 5;
    private static final int ADDRESS_FAILURES = 20;
    private static final int ACCOUNT_FAILURES = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** Counters that nobody touches are forgotten after this. */
    private static final Duration MEMORY = Duration.ofMinutes(30);
    /** Beyond this many, the counters that were touched longest ago are dropped. */
    private static final int MAX_COUNTERS = 50_000;

    private static final int MAX_KNOWN = 10_000;

    private final InstantSource clock;
    private final Map<String, Counter> counters = bounded(MAX_COUNTERS);
    private final Map<String, Boolean> knownAddresses = bounded(MAX_KNOWN);

    private record Counter(int failures, Instant last, Instant pausedUntil) {}

    public SignInGuard(InstantSource clock) {
        this.clock = clock;
    }

    /** How long this caller must wait before his next attempt is looked at; {@code null} if not at all. */
    public synchronized @Nullable Duration pause(String username, String address) {
        Instant now = clock.instant();
        Instant until = latest(pausedUntil(pair(username, address)), pausedUntil(address(address)));
        if (!knownAddresses.containsKey(pair(username, address))) {
            until = latest(until, pausedUntil(account(username)));
        }
        return until.isAfter(now) ? Duration.between(now, until) : null;
    }

    public synchronized void failed(String username, String address) {
        count(pair(username, address), PAIR_FAILURES);
        count(address(address), ADDRESS_FAILURES);
        if (!knownAddresses.containsKey(pair(username, address))) {
            count(account(username), ACCOUNT_FAILURES);
        }
    }

    public synchronized void succeeded(String username, String address) {
        counters.remove(pair(username, address));
        known(username, address);
    }

    /** Remembers, after a restart, that {@code address} signed in to this account before. */
    public synchronized void known(String username, String address) {
        knownAddresses.put(pair(username, address), Boolean.TRUE);
    }

    private void count(String key, int free) {
        Instant now = clock.instant();
        Counter before = counters.remove(key);
        int failures = before == null || before.last().plus(MEMORY).isBefore(now) ? 1 : before.failures() + 1;
        Duration pause = failures < free
                ? Duration.ZERO
                : Duration.ofSeconds(1L << Math.min(failures - free, 20)).compareTo(LONGEST_PAUSE) > 0
                        ? LONGEST_PAUSE
                        : Duration.ofSeconds(1L << Math.min(failures - free, 20));
        counters.put(key, new Counter(failures, now, now.plus(pause)));
    }

    private Instant pausedUntil(String key) {
        Counter counter = counters.get(key);
        return counter == null ? Instant.MIN : counter.pausedUntil();
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static String pair(String username, String address) {
        return "pair " + cut(username) + " " + address;
    }

    private static String address(String address) {
        return "address " + address;
    }

    private static String account(String username) {
        return "account " + cut(username);
    }

    private static String cut(String username) {
        return username.length() <= 64 ? username : username.substring(0, 64);
    }

    private static <V> Map<String, V> bounded(int limit) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > limit;
            }
        };
    }
}
