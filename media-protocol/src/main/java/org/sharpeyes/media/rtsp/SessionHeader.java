package org.sharpeyes.media.rtsp;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code Session} header (RFC 2326 §12.37).
 *
 * @param timeout what the server says; 60 s are meant when it says nothing
 */
public record SessionHeader(String id, Optional<Duration> timeout) {
    /** Longest session id that is taken from a peer, in characters. */
    public static final int MAX_ID_CHARACTERS = 256;

    /** What holds when no time-out is given (RFC 2326 §12.37). */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    public SessionHeader {
        if (id.isEmpty() || id.length() > MAX_ID_CHARACTERS || id.chars().anyMatch(c -> c <= ' ' || c == ';')) {
            throw new IllegalArgumentException("session id: " + id.length() + " characters (expected: 1 to "
                    + MAX_ID_CHARACTERS + " without blanks and semicolons)");
        }
    }

    /** The header in {@code text}; empty if it has no usable id. A bad time-out counts as none. */
    public static Optional<SessionHeader> parse(String text) {
        String[] parts = text.split(";", 8);
        String id = parts[0].strip();
        if (id.isEmpty() || id.length() > MAX_ID_CHARACTERS || id.chars().anyMatch(c -> c <= ' ')) {
            return Optional.empty();
        }
        Optional<Duration> timeout = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip().toLowerCase(Locale.ROOT);
            if (part.startsWith("timeout=")) {
                timeout = Texts.number(part.substring(8).strip(), 1, 86_400).map(Duration::ofSeconds);
            }
        }
        return Optional.of(new SessionHeader(id, timeout));
    }

    public String text() {
        return timeout.map(t -> id + ";timeout=" + t.toSeconds()).orElse(id);
    }
}
