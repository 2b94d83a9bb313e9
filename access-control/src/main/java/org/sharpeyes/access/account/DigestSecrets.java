package org.sharpeyes.access.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What RTSP Digest needs of a password (RFC 7616 §3.4.2): {@code H(user:realm:password)}, by MD5 for old players and by
 * SHA-256. Worth as much as the password within our realm, so it is kept encrypted ({@link SecretBox}) and never printed.
 */
public record DigestSecrets(String md5, String sha256) {
    /** The realm of every Digest challenge of ours. */
    public static final String REALM = "Sharp Eyes";

    static DigestSecrets of(String username, String password) {
        String text = username + ":" + REALM + ":" + password;
        return new DigestSecrets(hex("MD5", text), hex("SHA-256", text));
    }

    static DigestSecrets fromBytes(byte[] bytes) {
        String[] parts = new String(bytes, StandardCharsets.US_ASCII).split(" ", -1);
        return new DigestSecrets(parts[0], parts[1]);
    }

    byte[] toBytes() {
        return (md5 + " " + sha256).getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + algorithm, impossible);
        }
    }

    @Override
    public String toString() {
        return "DigestSecrets[not shown]";
    }
}
