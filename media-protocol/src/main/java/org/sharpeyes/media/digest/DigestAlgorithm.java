package org.sharpeyes.media.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Algorithms of RFC 7616 §3.3 that cameras and players speak. Later ones are preferred. */
public enum DigestAlgorithm {
    MD5("MD5", "MD5", false),
    MD5_SESS("MD5-sess", "MD5", true),
    SHA_256("SHA-256", "SHA-256", false),
    SHA_256_SESS("SHA-256-sess", "SHA-256", true);

    private final String token;
    private final String digest;
    private final boolean session;

    DigestAlgorithm(String token, String digest, boolean session) {
        this.token = token;
        this.digest = digest;
        this.session = session;
    }

    /** As it stands in a header. */
    public String token() {
        return token;
    }

    /** Whether the nonce and client nonce go into the first hash (RFC 7616 §3.4.2). */
    public boolean session() {
        return session;
    }

    /** The algorithm of this name, in any case; empty for one we do not speak. */
    public static Optional<DigestAlgorithm> of(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Lower-case hex of the hash of {@code text} in UTF-8. */
    public String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance(digest).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(digest + ": not in this Java runtime", e);
        }
    }

    /** {@code H(username:realm:password)}: what a server may store in place of the password. */
    public String passwordHash(String username, String realm, String password) {
        return hash(username + ':' + realm + ':' + password);
    }

    /**
     * The value of {@code response} (RFC 7616 §3.4.1).
     *
     * @param passwordHash from {@link #passwordHash}
     * @param qopAuth whether {@code qop=auth} is used; without it nc and cnonce do not count (RFC 2069)
     */
    String response(
            String passwordHash, String method, String uri, String nonce, boolean qopAuth, String nc, String cnonce) {
        String first = session ? hash(passwordHash + ':' + nonce + ':' + cnonce) : passwordHash;
        String second = hash(method + ':' + uri);
        return qopAuth
                ? hash(first + ':' + nonce + ':' + nc + ':' + cnonce + ":auth:" + second)
                : hash(first + ':' + nonce + ':' + second);
    }
}
