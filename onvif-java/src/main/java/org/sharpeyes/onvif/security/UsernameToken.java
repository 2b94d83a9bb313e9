package org.sharpeyes.onvif.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/**
 * WS-Security UsernameToken Profile 1.1, password digest: {@code Base64(SHA-1(nonce + created + password))}.
 *
 * @param digest the Password element's text
 * @param nonce Base64 as on the wire
 * @param created as on the wire: it is part of the digest, letter by letter
 * @param plain whether the password came as text; such a token is never accepted
 */
public record UsernameToken(String username, String digest, String nonce, String created, boolean plain) {
    private static final String DIGEST_TYPE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";
    private static final String BASE64_TYPE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
    private static final int LONGEST_FIELD = 256;

    /**
     * @param created the device's own time: our clock plus the device's offset
     * @param nonce at least 16 random bytes, never used before
     */
    public static UsernameToken of(String username, String password, Instant created, byte[] nonce) {
        String time = created.truncatedTo(ChronoUnit.MILLIS).toString();
        return new UsernameToken(
                username, digest(nonce, time, password), Base64.getEncoder().encodeToString(nonce), time, false);
    }

    static String digest(byte[] nonce, String created, String password) {
        MessageDigest sha1 = sha1();
        sha1.update(nonce);
        sha1.update(created.getBytes(StandardCharsets.UTF_8));
        sha1.update(password.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(sha1.digest());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every Java platform", e);
        }
    }

    /** The token in a SOAP header, if there is one with all its parts. */
    public static Optional<UsernameToken> read(XmlElement header) {
        return header.path("Security", "UsernameToken").flatMap(token -> {
            XmlElement password = token.child("Password").orElse(null);
            String username = token.textAt("Username");
            String nonce = token.textAt("Nonce");
            String created = token.textAt("Created");
            if (password == null
                    || username.length() > LONGEST_FIELD
                    || nonce.length() > LONGEST_FIELD
                    || created.length() > LONGEST_FIELD
                    || password.text().length() > LONGEST_FIELD) {
                return Optional.empty();
            }
            boolean digest = password.attribute("Type").orElse("").endsWith("#PasswordDigest");
            return Optional.of(new UsernameToken(username, digest ? password.text() : "", nonce, created, !digest));
        });
    }

    public void writeTo(XmlWriter out) {
        out.start("Security")
                .attribute("s:mustUnderstand", "1")
                .attribute("xmlns", Namespaces.SECURITY)
                .start("UsernameToken")
                .leaf("Username", username)
                .start("Password")
                .attribute("Type", DIGEST_TYPE)
                .text(digest)
                .end()
                .start("Nonce")
                .attribute("EncodingType", BASE64_TYPE)
                .text(nonce)
                .end()
                .start("Created")
                .attribute("xmlns", Namespaces.SECURITY_UTILITY)
                .text(created)
                .end()
                .end()
                .end();
    }

    /** Without digest and nonce: together they let a weak password be guessed. */
    @Override
    public String toString() {
        return "UsernameToken[username=" + username + ", created=" + created + "]";
    }
}
