package org.sharpeyes.onvif.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sharpeyes.onvif.soap.XmlValues;

/**
 * The device's side of {@link UsernameToken}: right password, fresh {@code Created}, nonce never seen within the window.
 * Confined to one thread.
 *
 * <p>A nonce is remembered only after its digest was right, so a stranger cannot fill the memory. When more than
 * {@code maxNonces} right tokens arrive within one window, the next is refused: forgetting one would open a replay.
 */
public final class UsernameTokenVerifier {
    /** What came of a token. */
    public enum Verdict {
        ACCEPTED,
        WRONG_PASSWORD,
        /** {@code Created} lies outside the window around the device's clock. */
        STALE,
        REPLAYED,
        PLAIN_TEXT,
        TOO_MANY
    }

    private final InstantSource clock;
    private final Duration window;
    private final int maxNonces;
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    /**
     * @param clock the device's own clock, drift included
     * @param window how far {@code Created} may lie on either side of it
     */
    public UsernameTokenVerifier(InstantSource clock, Duration window, int maxNonces) {
        this.clock = clock;
        this.window = window;
        this.maxNonces = maxNonces;
    }

    /** The clock is judged before the password, as devices do: a drifted clock looks like a refusal. */
    public Verdict verify(UsernameToken token, String password) {
        if (token.plain()) {
            return Verdict.PLAIN_TEXT;
        }
        Instant now = clock.instant();
        Instant created = XmlValues.instant(token.created()).orElse(null);
        if (created == null || Duration.between(created, now).abs().compareTo(window) > 0) {
            return Verdict.STALE;
        }
        byte[] nonce;
        try {
            nonce = Base64.getDecoder().decode(token.nonce());
        } catch (IllegalArgumentException notBase64) {
            return Verdict.WRONG_PASSWORD;
        }
        String right = UsernameToken.digest(nonce, token.created(), password);
        if (!MessageDigest.isEqual(
                right.getBytes(StandardCharsets.US_ASCII), token.digest().getBytes(StandardCharsets.UTF_8))) {
            return Verdict.WRONG_PASSWORD;
        }
        return remember(token, now);
    }

    private Verdict remember(UsernameToken token, Instant now) {
        Instant forgettable = now.minus(window.multipliedBy(2));
        Iterator<Instant> oldest = seen.values().iterator();
        while (oldest.hasNext() && oldest.next().isBefore(forgettable)) {
            oldest.remove();
        }
        // A replay repeats both; clients that keep one nonce and move the time are met (onvif-util 1.4.4).
        String key = token.nonce() + ' ' + token.created();
        if (seen.containsKey(key)) {
            return Verdict.REPLAYED;
        }
        if (seen.size() >= maxNonces) {
            return Verdict.TOO_MANY;
        }
        seen.put(key, now);
        return Verdict.ACCEPTED;
    }
}
