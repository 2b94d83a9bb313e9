package org.sharpeyes.media.digest;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Random numbers for nonces that an event loop may draw: the platform's own generator reads {@code /dev/urandom} under
 * a lock of the whole process, this one computes (NIST SP 800-90A) from a seed that it read once.
 */
public final class NonceRandom {
    private NonceRandom() {}

    /** Blocks shortly while it reads its seed; thread-safe, and never reads again. */
    public static SecureRandom seeded() {
        try {
            SecureRandom random = SecureRandom.getInstance("DRBG");
            // The seed is read with the first bytes.
            random.nextBytes(new byte[1]);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("DRBG: unknown to this Java (expected: in every Java since 9)", e);
        }
    }
}
