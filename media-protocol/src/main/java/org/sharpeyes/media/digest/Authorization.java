package org.sharpeyes.media.digest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The value of an {@code Authorization} header, as a server reads it. Prints without secrets. */
public sealed interface Authorization permits Authorization.Digest, Authorization.Basic {
    String username();

    /** Digest (RFC 7616 §3.4). {@code qop} is empty for RFC 2069. */
    record Digest(
            String username,
            String realm,
            String nonce,
            String uri,
            String response,
            DigestAlgorithm algorithm,
            Optional<String> opaque,
            Optional<String> qop,
            String nc,
            String cnonce)
            implements Authorization {
        @Override
        public String toString() {
            return "Digest[" + username + "]";
        }
    }

    /** Basic (RFC 7617). */
    record Basic(Credentials credentials) implements Authorization {
        @Override
        public String username() {
            return credentials.username();
        }
    }

    /** The authorization in {@code header}; empty when it is broken, too long or of another scheme. */
    static Optional<Authorization> parse(String header) {
        return AuthHeader.parseAll(header).stream().findFirst().flatMap(Authorization::of);
    }

    private static Optional<Authorization> of(AuthHeader header) {
        return switch (header.scheme().toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(header.token());
            case "digest" -> digest(header);
            default -> Optional.empty();
        };
    }

    private static Optional<Authorization> basic(String token) {
        try {
            String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Basic(new Credentials(pair.substring(0, colon), pair.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Authorization> digest(AuthHeader header) {
        Optional<DigestAlgorithm> algorithm =
                header.parameter("algorithm").map(DigestAlgorithm::of).orElse(Optional.of(DigestAlgorithm.MD5));
        Optional<String> username = header.parameter("username");
        Optional<String> realm = header.parameter("realm");
        Optional<String> nonce = header.parameter("nonce");
        Optional<String> uri = header.parameter("uri");
        Optional<String> response = header.parameter("response");
        if (algorithm.isEmpty()
                || username.isEmpty()
                || realm.isEmpty()
                || nonce.isEmpty()
                || uri.isEmpty()
                || response.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Digest(
                username.get(),
                realm.get(),
                nonce.get(),
                uri.get(),
                response.get(),
                algorithm.get(),
                header.parameter("opaque"),
                header.parameter("qop"),
                header.parameter("nc").orElse(""),
                header.parameter("cnonce").orElse("")));
    }
}
