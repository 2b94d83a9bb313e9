package org.sharpeyes.media.digest;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One challenge of {@code WWW-Authenticate} (RFC 7235 §4.1). */
public sealed interface AuthChallenge permits AuthChallenge.Digest, AuthChallenge.Basic {
    String realm();

    /** As it stands behind {@code WWW-Authenticate:}. */
    String text();

    /**
     * Digest (RFC 7616 §3.3).
     *
     * @param opaque given back as it came
     * @param qopAuth the server offers {@code qop=auth}
     * @param stale the password was right, only the nonce was too old
     */
    record Digest(
            String realm,
            String nonce,
            Optional<String> opaque,
            DigestAlgorithm algorithm,
            boolean algorithmGiven,
            boolean qopAuth,
            boolean stale)
            implements AuthChallenge {
        public Digest {
            requireNonNull(realm, "realm");
            requireNonNull(algorithm, "algorithm");
            if (nonce.isEmpty()) {
                throw new IllegalArgumentException("nonce: empty (expected: what the server made)");
            }
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("Digest realm=").append(AuthHeader.quote(realm));
            text.append(", nonce=").append(AuthHeader.quote(nonce));
            opaque.ifPresent(value -> text.append(", opaque=").append(AuthHeader.quote(value)));
            if (algorithmGiven) {
                text.append(", algorithm=").append(algorithm.token());
            }
            if (qopAuth) {
                text.append(", qop=\"auth\"");
            }
            if (stale) {
                text.append(", stale=true");
            }
            return text.toString();
        }
    }

    /** Basic (RFC 7617 §2): the password travels in clear. */
    record Basic(String realm) implements AuthChallenge {
        @Override
        public String text() {
            return "Basic realm=" + AuthHeader.quote(realm);
        }
    }

    /**
     * All challenges in the values of {@code WWW-Authenticate} that we can answer, strongest first. One value may hold
     * several (RFC 7235 §4.1); those with an unknown algorithm or without a nonce are left out.
     */
    static List<AuthChallenge> parseAll(List<String> headerValues) {
        List<AuthChallenge> all = new ArrayList<>();
        for (String value : headerValues) {
            for (AuthHeader header : AuthHeader.parseAll(value)) {
                of(header).ifPresent(all::add);
            }
        }
        all.sort((a, b) -> Integer.compare(strength(b), strength(a)));
        return all;
    }

    private static int strength(AuthChallenge challenge) {
        return challenge instanceof Digest digest ? 1 + digest.algorithm().ordinal() : 0;
    }

    private static Optional<AuthChallenge> of(AuthHeader header) {
        String scheme = header.scheme().toLowerCase(Locale.ROOT);
        String realm = header.parameter("realm").orElse("");
        if (scheme.equals("basic")) {
            return Optional.of(new Basic(realm));
        }
        Optional<String> nonce = header.parameter("nonce").filter(value -> !value.isEmpty());
        Optional<String> name = header.parameter("algorithm");
        Optional<DigestAlgorithm> algorithm =
                name.isEmpty() ? Optional.of(DigestAlgorithm.MD5) : DigestAlgorithm.of(name.get());
        if (!scheme.equals("digest") || nonce.isEmpty() || algorithm.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> qop = header.parameter("qop").filter(value -> !value.isBlank());
        boolean auth = qop.isPresent()
                && List.of(qop.get().toLowerCase(Locale.ROOT).split("[,\\s]+")).contains("auth");
        if (qop.isPresent() && !auth) {
            return Optional.empty(); // auth-int only: nobody was seen to ask for it
        }
        return Optional.of(new Digest(
                realm,
                nonce.get(),
                header.parameter("opaque"),
                algorithm.get(),
                name.isPresent(),
                auth,
                header.parameter("stale").filter("true"::equalsIgnoreCase).isPresent()));
    }
}
