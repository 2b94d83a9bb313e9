package org.sharpeyes.testkit.device;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.digest.Authorization;
import org.sharpeyes.media.digest.DigestAlgorithm;
import org.sharpeyes.media.digest.DigestNonces;
import org.sharpeyes.media.digest.DigestVerifier;

/** HTTP and RTSP Digest (RFC 7616) of one device, on top of its lock-out. Confined to the device's loop. */
public final class DigestLogin {
    private static final Duration NONCE_LIFETIME = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DeviceState state;
    private final DigestVerifier verifier;
    private boolean stale;

    public DigestLogin(DeviceState state) {
        this.state = requireNonNull(state, "state");
        boolean strong = state.plan().model().authentication().offersSha256();
        this.verifier = new DigestVerifier(
                state.plan().model().manufacturer() + " " + state.plan().model().model(),
                strong ? Set.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5) : Set.of(DigestAlgorithm.MD5),
                // Nonces age by the clock of the world: a drifting device stays consistent with itself.
                new DigestNonces(RANDOM, state::trueTime, NONCE_LIFETIME));
    }

    /**
     * Whether the header proves the password. Wrong proof counts towards the lock-out; none, or one with an old nonce,
     * does not.
     */
    public boolean accepts(@Nullable String authorization, String method, String target) {
        stale = false;
        if (authorization == null || state.locked()) {
            return false;
        }
        Optional<Authorization> given = Authorization.parse(authorization);
        if (given.isEmpty()) {
            return false;
        }
        if (!(given.get() instanceof Authorization.Digest answer)
                || !answer.username().equals(state.plan().credentials().username())) {
            state.authenticationFailed();
            return false;
        }
        String hash = answer.algorithm().passwordHash(answer.username(), verifier.realm(), state.password());
        DigestVerifier.Verdict verdict = verifier.verify(answer, method, target, hash);
        if (verdict == DigestVerifier.Verdict.REFUSED) {
            state.authenticationFailed();
        } else if (verdict == DigestVerifier.Verdict.ACCEPTED) {
            state.authenticationSucceeded();
        }
        stale = verdict == DigestVerifier.Verdict.STALE;
        return verdict == DigestVerifier.Verdict.ACCEPTED;
    }

    /** What to answer 401 with, after {@link #accepts} said no. */
    public List<String> challenges() {
        return verifier.challenges(stale);
    }
}
