package org.sharpeyes.alarm.delivery;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.sharpeyes.model.UserId;

/**
 * Somebody's address for events.
 *
 * @param secret what events are signed with; never shown again after it was given
 * @param owner events tell no more than this user may see
 */
public record Webhook(UUID id, URI url, String secret, UserId owner, Instant createdAt) {
    private static final int LONGEST_URL = 2_000;
    private static final int SHORTEST_SECRET = 16;
    private static final int LONGEST_SECRET = 200;

    public Webhook {
        requireNonNull(id, "id");
        requireNonNull(secret, "secret");
        requireNonNull(owner, "owner");
        requireNonNull(createdAt, "created at");
        String scheme = url.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException("url: scheme " + scheme + " (expected: http or https)");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("url: (expected: a host, no user, no fragment)");
        }
        if (url.toASCIIString().length() > LONGEST_URL) {
            throw new IllegalArgumentException("url: too long (expected: at most " + LONGEST_URL + " characters)");
        }
        if (secret.length() < SHORTEST_SECRET || secret.length() > LONGEST_SECRET) {
            throw new IllegalArgumentException("secret: " + secret.length() + " characters (expected: "
                    + SHORTEST_SECRET + " to " + LONGEST_SECRET + ")");
        }
    }

    int port() {
        return url.getPort() > 0 ? url.getPort() : secure() ? 443 : 80;
    }

    boolean secure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** Without the secret, and without the query, which may hold one. */
    @Override
    public String toString() {
        return "Webhook[" + id + " " + url.getScheme() + "://" + url.getHost() + ":" + port() + "]";
    }
}
