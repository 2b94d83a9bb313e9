package org.sharpeyes.alarm.delivery;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a channel's messages go. None of them prints a secret. */
public sealed interface Target {
    int LONGEST_URL = 2_000;

    /** Shown in lists and logs; holds no secret. */
    String shown();

    /**
     * Somebody's HTTP address.
     *
     * @param secret what messages are signed with; never shown again after it was given
     */
    record Webhook(URI url, String secret) implements Target {
        private static final int SHORTEST_SECRET = 16;
        private static final int LONGEST_SECRET = 200;

        public Webhook {
            requireNonNull(secret, "secret");
            checkUrl(url, Set.of("http", "https"), "http or https");
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

        /** Without the query, which may hold a secret. */
        @Override
        public String shown() {
            return url.getScheme() + "://" + url.getHost() + ":" + port();
        }

        @Override
        public String toString() {
            return "Webhook[" + shown() + "]";
        }
    }

    /** A topic of an MQTT 5 broker; messages go out with quality of service 1. */
    record Mqtt(
            URI url,
            String topic,
            @Nullable String username,
            @Nullable String password) implements Target {
        private static final int LONGEST_TOPIC = 500;

        public Mqtt {
            checkUrl(url, Set.of("mqtt", "mqtts"), "mqtt or mqtts");
            if (topic.isBlank()
                    || topic.length() > LONGEST_TOPIC
                    || topic.indexOf('#') >= 0
                    || topic.indexOf('+') >= 0
                    || topic.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "topic: \"" + topic + "\" (expected: 1 to " + LONGEST_TOPIC + " characters, no # or +)");
            }
        }

        int port() {
            return url.getPort() > 0 ? url.getPort() : secure() ? 8883 : 1883;
        }

        boolean secure() {
            return "mqtts".equalsIgnoreCase(url.getScheme());
        }

        @Override
        public String shown() {
            return url.getScheme() + "://" + url.getHost() + ":" + port() + " " + topic;
        }

        @Override
        public String toString() {
            return "Mqtt[" + shown() + "]";
        }
    }

    /** People's mailboxes. */
    record Email(List<String> to) implements Target {
        private static final int MOST = 20;
        private static final Pattern ADDRESS = Pattern.compile("[\\w.+%-]{1,64}@[\\w-]+(\\.[\\w-]+)*");

        public Email {
            to = List.copyOf(to);
            if (to.isEmpty() || to.size() > MOST) {
                throw new IllegalArgumentException("to: " + to.size() + " addresses (expected: 1 to " + MOST + ")");
            }
            for (String address : to) {
                if (!ADDRESS.matcher(address).matches()) {
                    throw new IllegalArgumentException("to: \"" + address + "\" (expected: name@host)");
                }
            }
        }

        @Override
        public String shown() {
            return String.join(", ", to);
        }
    }

    private static void checkUrl(URI url, Set<String> schemes, String expected) {
        String scheme = url.getScheme();
        if (scheme == null || !schemes.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("url: scheme " + scheme + " (expected: " + expected + ")");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("url: (expected: a host, no user, no fragment)");
        }
        if (url.toASCIIString().length() > LONGEST_URL) {
            throw new IllegalArgumentException("url: too long (expected: at most " + LONGEST_URL + " characters)");
        }
    }
}
