package org.sharpeyes.media.digest;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers the challenges of one server with one pair of credentials, for RTSP and HTTP alike. It never decides to try
 * again: a second refusal is for the caller to count. Confined to the connection.
 */
public final class DigestClient {
    private final Credentials credentials;
    private final AuthChallenge challenge;
    private final SecureRandom random;
    private int count;

    private DigestClient(Credentials credentials, AuthChallenge challenge, SecureRandom random) {
        this.credentials = requireNonNull(credentials, "credentials");
        this.challenge = requireNonNull(challenge, "challenge");
        this.random = requireNonNull(random, "random");
    }

    /**
     * A client for the strongest challenge in the values of {@code WWW-Authenticate}.
     *
     * @param allowBasic whether the password may travel in clear
     * @return empty when the server offers nothing that we speak
     */
    public static Optional<DigestClient> answering(
            List<String> wwwAuthenticate, Credentials credentials, boolean allowBasic, SecureRandom random) {
        return AuthChallenge.parseAll(wwwAuthenticate).stream()
                .filter(challenge -> allowBasic || challenge instanceof AuthChallenge.Digest)
                .findFirst()
                .map(challenge -> new DigestClient(credentials, challenge, random));
    }

    /** What the server asked. */
    public AuthChallenge challenge() {
        return challenge;
    }

    /**
     * The value of {@code Authorization} for one request; the nonce count goes up with each (RFC 7616 §3.4).
     *
     * @param uri exactly as on the request line
     */
    public String authorize(String method, String uri) {
        if (challenge instanceof AuthChallenge.Digest digest) {
            return digest(digest, method, uri);
        }
        String pair = credentials.username() + ':' + credentials.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private String digest(AuthChallenge.Digest digest, String method, String uri) {
        DigestAlgorithm algorithm = digest.algorithm();
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String cnonce = HexFormat.of().formatHex(bytes);
        String nc = String.format(Locale.ROOT, "%08x", ++count);
        String hash = algorithm.passwordHash(credentials.username(), digest.realm(), credentials.password());
        String response = algorithm.response(hash, method, uri, digest.nonce(), digest.qopAuth(), nc, cnonce);
        StringBuilder text = new StringBuilder("Digest username=").append(AuthHeader.quote(credentials.username()));
        text.append(", realm=").append(AuthHeader.quote(digest.realm()));
        text.append(", nonce=").append(AuthHeader.quote(digest.nonce()));
        text.append(", uri=").append(AuthHeader.quote(uri));
        text.append(", response=\"").append(response).append('"');
        if (digest.algorithmGiven()) {
            text.append(", algorithm=").append(algorithm.token());
        }
        digest.opaque().ifPresent(value -> text.append(", opaque=").append(AuthHeader.quote(value)));
        if (digest.qopAuth()) {
            text.append(", qop=auth, nc=")
                    .append(nc)
                    .append(", cnonce=\"")
                    .append(cnonce)
                    .append('"');
        } else if (algorithm.session()) {
            text.append(", cnonce=\"").append(cnonce).append('"');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "DigestClient[" + credentials.username() + "]";
    }
}
