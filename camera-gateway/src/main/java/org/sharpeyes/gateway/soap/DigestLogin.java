package org.sharpeyes.gateway.soap;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.media.digest.DigestClient;

/**
 * Answers HTTP Digest challenges (RFC 7616) of one device, counting up while the challenge stays. Basic is not answered:
 * the password would travel in clear. Confined to its device.
 */
final class DigestLogin {
    private final SecureRandom random;
    private List<String> answered = List.of();
    private @Nullable Credentials asWhom;
    private @Nullable DigestClient client;

    DigestLogin(SecureRandom random) {
        this.random = random;
    }

    /**
     * @param challenges values of {@code WWW-Authenticate}
     * @return the {@code Authorization} header, or empty if no challenge can be answered
     */
    Optional<String> authorize(List<String> challenges, String method, String uri, Credentials credentials) {
        if (client == null || !challenges.equals(answered) || !credentials.equals(asWhom)) {
            client = DigestClient.answering(
                            challenges,
                            new org.sharpeyes.media.digest.Credentials(credentials.username(), credentials.password()),
                            false,
                            random)
                    .orElse(null);
            answered = challenges;
            asWhom = credentials;
        }
        return Optional.ofNullable(client).map(digest -> digest.authorize(method, uri));
    }
}
