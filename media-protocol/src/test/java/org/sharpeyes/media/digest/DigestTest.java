package org.sharpeyes.media.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sharpeyes.media.digest.DigestVerifier.Verdict;

class DigestTest {
    private static final Credentials USER = new Credentials("Mufasa", "Circle of Life");
    private final SecureRandom random = new SecureRandom();
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final DigestNonces nonces = new DigestNonces(random, () -> now, Duration.ofMinutes(5));

    @Test
    void rfc7616Examples() {
        String nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
        String cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256)) {
            String hash = algorithm.passwordHash("Mufasa", "http-auth@example.org", "Circle of Life");
            assertThat(algorithm.response(hash, "GET", "/dir/index.html", nonce, true, "00000001", cnonce))
                    .isEqualTo(
                            algorithm == DigestAlgorithm.MD5
                                    ? "8ca523f5e9506fed4657c9700eebdbec"
                                    : "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
        }
    }

    @Test
    void noncesAreComputedAndDoNotRepeat() {
        SecureRandom computed = NonceRandom.seeded();
        assertThat(computed.getAlgorithm()).isEqualTo("DRBG");
        assertThat(computed.longs(1_000).distinct().count()).isEqualTo(1_000);
        assertThat(NonceRandom.seeded().nextLong())
                .isNotEqualTo(NonceRandom.seeded().nextLong());
    }

    @Test
    void rfc2069WithoutQop() {
        // RFC 2617 §3.5's data, hashed by RFC 2069's rule.
        String hash = DigestAlgorithm.MD5.passwordHash("Mufasa", "testrealm@host.com", "Circle Of Life");
        String nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
        assertThat(DigestAlgorithm.MD5.response(hash, "GET", "/dir/index.html", nonce, true, "00000001", "0a4f113b"))
                .isEqualTo("6629fae49393a05397450978507c4ef1");
        assertThat(DigestAlgorithm.MD5.response(hash, "GET", "/dir/index.html", nonce, false, "", ""))
                .isEqualTo("670fd8c2df070c60b045671b8b24ff02");
    }

    private DigestVerifier verifier(Set<DigestAlgorithm> algorithms) {
        return new DigestVerifier("sharp \"eyes\"", algorithms, nonces);
    }

    private DigestClient client(DigestVerifier verifier) {
        return DigestClient.answering(verifier.challenges(false), USER, false, random)
                .orElseThrow();
    }

    private static Verdict verify(DigestVerifier verifier, String header, String method, String uri) {
        Authorization.Digest answer =
                (Authorization.Digest) Authorization.parse(header).orElseThrow();
        return verifier.verify(
                answer,
                method,
                uri,
                answer.algorithm().passwordHash(USER.username(), verifier.realm(), USER.password()));
    }

    @Test
    void bothSidesAgreeOnEveryAlgorithm() {
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            DigestVerifier verifier = verifier(EnumSet.of(algorithm));
            DigestClient client = client(verifier);
            assertThat(verify(verifier, client.authorize("PLAY", "rtsp://h/x"), "PLAY", "rtsp://h/x"))
                    .isEqualTo(Verdict.ACCEPTED);
            assertThat(verify(verifier, client.authorize("PLAY", "rtsp://h/x"), "PLAY", "rtsp://h/x"))
                    .as("next nonce count")
                    .isEqualTo(Verdict.ACCEPTED);
        }
    }

    @Test
    void theStrongestAlgorithmIsTakenAndNoOtherAccepted() {
        DigestVerifier both = verifier(EnumSet.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256));
        assertThat(client(both).authorize("PLAY", "/")).contains("algorithm=SHA-256");

        DigestVerifier md5 = verifier(EnumSet.of(DigestAlgorithm.MD5));
        DigestVerifier sha = verifier(EnumSet.of(DigestAlgorithm.SHA_256));
        assertThat(verify(sha, client(md5).authorize("PLAY", "/"), "PLAY", "/")).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void anotherMethodOrUriIsRefused() {
        DigestVerifier verifier = verifier(EnumSet.of(DigestAlgorithm.SHA_256));
        String header = client(verifier).authorize("DESCRIBE", "/a");
        assertThat(verify(verifier, header, "PLAY", "/a")).isEqualTo(Verdict.REFUSED);
        assertThat(verify(verifier, header, "DESCRIBE", "/b")).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void anOldNonceIsStaleAndAForeignOneRefused() {
        DigestVerifier verifier = verifier(EnumSet.of(DigestAlgorithm.SHA_256));
        String header = client(verifier).authorize("PLAY", "/");
        now = now.plus(Duration.ofMinutes(6));
        assertThat(verify(verifier, header, "PLAY", "/")).isEqualTo(Verdict.STALE);
        DigestNonces others = new DigestNonces(random, () -> now, Duration.ofMinutes(5));
        assertThat(others.check(nonces.next())).isEqualTo(DigestNonces.Age.FOREIGN);
        assertThat(others.check("")).isEqualTo(DigestNonces.Age.FOREIGN);
        assertThat(others.check("x".repeat(10_000))).isEqualTo(DigestNonces.Age.FOREIGN);
    }

    @Test
    void severalChallengesInOneHeaderAreFound() {
        List<AuthChallenge> all = AuthChallenge.parseAll(
                List.of("Basic realm=\"a, b\", Digest realm=\"r\", nonce=\"n\", qop=\"auth,auth-int\", stale=TRUE"));
        assertThat(all).hasSize(2);
        assertThat(all.get(0)).isInstanceOfSatisfying(AuthChallenge.Digest.class, digest -> {
            assertThat(digest.qopAuth()).isTrue();
            assertThat(digest.stale()).isTrue();
            assertThat(digest.algorithm()).isEqualTo(DigestAlgorithm.MD5);
        });
        assertThat(all.get(1)).isEqualTo(new AuthChallenge.Basic("a, b"));
    }

    @Test
    void camerasChallengeWithoutQop() {
        DigestClient client = DigestClient.answering(
                        List.of("Digest realm=\"IP Camera(12345)\", nonce=\"abc\""), USER, false, random)
                .orElseThrow();
        assertThat(client.authorize("DESCRIBE", "rtsp://h/")).doesNotContain("qop", "cnonce", "algorithm");
    }

    @Test
    void basicIsAnsweredOnlyWhereAllowed() {
        List<String> basic = List.of("Basic realm=\"x\"");
        assertThat(DigestClient.answering(basic, USER, false, random)).isEmpty();
        String header =
                DigestClient.answering(basic, USER, true, random).orElseThrow().authorize("PLAY", "/");
        assertThat(header).isEqualTo("Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl");
        assertThat(Authorization.parse(header)).hasValue(new Authorization.Basic(USER));
        assertThat(Authorization.parse("Basic dTpw")).hasValue(new Authorization.Basic(new Credentials("u", "p")));
        assertThat(Authorization.parse("Basic dXNlcjo="))
                .hasValue(new Authorization.Basic(new Credentials("user", "")));
    }

    @Test
    void brokenHeadersAreNoAuthorization() {
        for (String text :
                List.of("", "Digest", "Digest username=\"a\"", "Basic %%%", "Bearer x", "Digest =,=", ",,,")) {
            assertThat(Authorization.parse(text)).as(text).isEqualTo(Optional.empty());
        }
        assertThat(Authorization.parse("Digest " + "a=b,".repeat(5000))).isEmpty();
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(USER.toString()).doesNotContain("Circle");
        assertThat(new Authorization.Basic(USER).toString()).doesNotContain("Circle");
    }
}
