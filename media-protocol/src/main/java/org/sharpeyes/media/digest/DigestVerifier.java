package org.sharpeyes.media.digest;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The server's side of Digest: makes challenges and checks answers. Thread-safe.
 *
 * <p>It answers only whether a response was made with a password hash for this method and URI with a nonce of ours.
 * Replay within the nonce's life is bounded by method and URI; callers that need more bind the nonce to a connection.
 */
public final class DigestVerifier {
    private final String realm;
    private final Set<DigestAlgorithm> algorithms;
    private final DigestNonces nonces;

    /** @param algorithms accepted ones; an answer with any other is refused (no downgrade) */
    public DigestVerifier(String realm, Set<DigestAlgorithm> algorithms, DigestNonces nonces) {
        this.realm = requireNonNull(realm, "realm");
        this.algorithms = Set.copyOf(algorithms);
        this.nonces = requireNonNull(nonces, "nonces");
        if (realm.isEmpty() || algorithms.isEmpty()) {
            throw new IllegalArgumentException("realm, algorithms: empty (expected: both given)");
        }
    }

    /** Outcome of {@link #verify}. */
    public enum Verdict {
        ACCEPTED,
        /** Right, but with an old nonce: challenge again with {@code stale}. */
        STALE,
        REFUSED
    }

    public String realm() {
        return realm;
    }

    /** Values of {@code WWW-Authenticate}, one per algorithm, strongest first. */
    public List<String> challenges(boolean stale) {
        List<String> all = new ArrayList<>();
        algorithms.stream()
                .sorted((a, b) -> b.compareTo(a))
                .forEach(algorithm -> all.add(
                        new AuthChallenge.Digest(realm, nonces.next(), Optional.empty(), algorithm, true, true, stale)
                                .text()));
        return all;
    }

    /**
     * Checks one answer. Takes the same time for a wrong response wherever it differs.
     *
     * @param uri as on the request line; the answer's own {@code uri} must equal it
     * @param passwordHash {@link DigestAlgorithm#passwordHash} for this user, our realm and the answer's algorithm
     */
    public Verdict verify(Authorization.Digest answer, String method, String uri, String passwordHash) {
        boolean qopAuth = answer.qop().isPresent();
        boolean shape = answer.realm().equals(realm)
                && algorithms.contains(answer.algorithm())
                && answer.uri().equals(uri)
                && (!qopAuth
                        || (answer.qop().get().equals("auth")
                                && !answer.cnonce().isEmpty()
                                && isCount(answer.nc())));
        DigestNonces.Age age = nonces.check(answer.nonce());
        String expected = answer.algorithm()
                .response(passwordHash, method, uri, answer.nonce(), qopAuth, answer.nc(), answer.cnonce());
        boolean right = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                answer.response().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        if (!shape || !right || age == DigestNonces.Age.FOREIGN) {
            return Verdict.REFUSED;
        }
        return age == DigestNonces.Age.STALE ? Verdict.STALE : Verdict.ACCEPTED;
    }

    private static boolean isCount(String nc) {
        return nc.length() == 8 && nc.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
    }
}
