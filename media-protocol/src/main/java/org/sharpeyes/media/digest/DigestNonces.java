package org.sharpeyes.media.digest;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that carry their time and a MAC, so that none has to be remembered. Thread-safe.
 *
 * <pre>
 *   time (8 bytes, ms) | counter (8 bytes) | first 16 bytes of HMAC-SHA-256, all base64url
 * </pre>
 */
public final class DigestNonces {
    private static final int HEAD_BYTES = 16;
    private static final int MAC_BYTES = 16;

    private final SecretKeySpec key;
    private final InstantSource clock;
    private final Duration lifetime;
    private final AtomicLong counter;

    /** @param lifetime how long a nonce is accepted; then {@code stale=true} is answered */
    public DigestNonces(SecureRandom random, InstantSource clock, Duration lifetime) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.clock = requireNonNull(clock, "clock");
        this.lifetime = requireNonNull(lifetime, "lifetime");
        this.counter = new AtomicLong(random.nextLong());
    }

    /** What a nonce that came back is worth. */
    public enum Age {
        FRESH,
        STALE,
        FOREIGN
    }

    public String next() {
        byte[] nonce = new byte[HEAD_BYTES + MAC_BYTES];
        ByteBuffer.wrap(nonce).putLong(clock.millis()).putLong(counter.getAndIncrement());
        System.arraycopy(mac(nonce), 0, nonce, HEAD_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    public Age check(String nonce) {
        if (nonce.length() > 64) {
            return Age.FOREIGN;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return Age.FOREIGN;
        }
        if (bytes.length != HEAD_BYTES + MAC_BYTES) {
            return Age.FOREIGN;
        }
        byte[] tail = new byte[MAC_BYTES];
        System.arraycopy(bytes, HEAD_BYTES, tail, 0, MAC_BYTES);
        byte[] expected = new byte[MAC_BYTES];
        System.arraycopy(mac(bytes), 0, expected, 0, MAC_BYTES);
        if (!MessageDigest.isEqual(tail, expected)) {
            return Age.FOREIGN;
        }
        long age = clock.millis() - ByteBuffer.wrap(bytes).getLong();
        return age < 0 || age > lifetime.toMillis() ? Age.STALE : Age.FRESH;
    }

    private byte[] mac(byte[] nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(nonce, 0, HEAD_BYTES);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: not in this Java runtime", e);
        }
    }
}
