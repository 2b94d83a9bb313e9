package org.sharpeyes.relay.netty;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.sharpeyes.media.digest.Authorization;
import org.sharpeyes.media.digest.DigestAlgorithm;
import org.sharpeyes.media.digest.DigestNonces;
import org.sharpeyes.media.digest.DigestVerifier;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.relay.ViewerAccounts;

/**
 * Checks who a request comes from by Digest (RFC 7616), SHA-256 or MD5; never by Basic. Thread-safe; answers from memory.
 */
final class DigestAuthenticator {
    private static final Duration NONCE_LIFETIME = Duration.ofMinutes(5);

    /** The outcome of looking at one request. */
    sealed interface Outcome {
        /** The password is right. */
        record Known(String account) implements Outcome {}

        /** @param challenges values for {@code WWW-Authenticate}, strongest first */
        record Unknown(List<String> challenges) implements Outcome {}
    }

    private final ViewerAccounts accounts;
    private final DigestVerifier verifier;
    /** Verified against when there is no such account, so that both answers take the same way. */
    private final ViewerAccounts.PasswordHashes nobodys;

    DigestAuthenticator(ViewerAccounts accounts, SecureRandom random, InstantSource time) {
        this.accounts = accounts;
        this.verifier = new DigestVerifier(
                accounts.realm(),
                EnumSet.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256),
                new DigestNonces(random, time, NONCE_LIFETIME));
        String secret = Long.toHexString(random.nextLong());
        this.nobodys = new ViewerAccounts.PasswordHashes(
                DigestAlgorithm.MD5.passwordHash("", accounts.realm(), secret),
                DigestAlgorithm.SHA_256.passwordHash("", accounts.realm(), secret));
    }

    Outcome check(RtspRequest request, InetAddress client) {
        Optional<Authorization.Digest> answer = request.headers()
                .first("Authorization")
                .flatMap(Authorization::parse)
                .filter(Authorization.Digest.class::isInstance)
                .map(Authorization.Digest.class::cast);
        if (answer.isEmpty()) {
            return new Outcome.Unknown(verifier.challenges(false));
        }
        Authorization.Digest digest = answer.get();
        if (!accounts.mayTry(digest.username(), client)) {
            return new Outcome.Unknown(verifier.challenges(false));
        }
        Optional<ViewerAccounts.PasswordHashes> known = accounts.find(digest.username());
        ViewerAccounts.PasswordHashes hashes = known.orElse(nobodys);
        String hash = digest.algorithm() == DigestAlgorithm.MD5 ? hashes.md5() : hashes.sha256();
        DigestVerifier.Verdict verdict =
                verifier.verify(digest, request.method().name(), request.uri(), hash);
        if (verdict == DigestVerifier.Verdict.STALE) {
            return new Outcome.Unknown(verifier.challenges(true));
        }
        boolean right = known.isPresent() && verdict == DigestVerifier.Verdict.ACCEPTED;
        accounts.tried(digest.username(), client, right);
        return right ? new Outcome.Known(digest.username()) : new Outcome.Unknown(verifier.challenges(false));
    }
}
