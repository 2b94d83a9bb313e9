package org.sharpeyes.media.rtsp;

import java.util.Locale;
import java.util.Optional;

/**
 * An {@code rtsp://} address without its user information, which never travels on.
 *
 * @param secure {@code rtsps}
 * @param host name or address; IPv6 without brackets
 * @param port 554 or 322 when the text has none
 * @param resource path and query from the first {@code /} on; may be empty
 */
public record RtspUrl(boolean secure, String host, int port, String resource) {
    /** Longest address read, in characters. */
    public static final int MAX_CHARACTERS = 4096;

    public RtspUrl {
        if (host.isEmpty()
                || host.chars()
                        .anyMatch(c ->
                                c <= ' ' || c == '/' || c == '@' || c == '[' || c == ']' || c == '?' || c == '#')) {
            throw new IllegalArgumentException("host: not usable (expected: a name or an address)");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        if (!resource.isEmpty() && resource.charAt(0) != '/' && resource.charAt(0) != '?') {
            throw new IllegalArgumentException("resource: no leading slash (expected: empty, '/…' or '?…')");
        }
        if (resource.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("resource: has a blank (expected: a URI without blanks)");
        }
    }

    /** The address in {@code text}; user information is dropped (a password may hold an {@code @}: the last counts). */
    public static Optional<RtspUrl> parse(String text) {
        String url = text.strip();
        if (url.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        String lower = url.substring(0, Math.min(8, url.length())).toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("rtsps://");
        if (!secure && !lower.startsWith("rtsp://")) {
            return Optional.empty();
        }
        String rest = url.substring(secure ? 8 : 7);
        int end = authorityEnd(rest);
        String authority = rest.substring(0, end);
        String resource = rest.substring(end);
        int fragment = resource.indexOf('#');
        if (fragment >= 0) {
            resource = resource.substring(0, fragment);
        }
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        int port = secure ? 322 : 554;
        String host = authority;
        int colon = authority.lastIndexOf(':');
        if (authority.startsWith("[")) {
            int close = authority.indexOf(']');
            if (close < 0) {
                return Optional.empty();
            }
            host = authority.substring(1, close);
            colon = close + 1 < authority.length() && authority.charAt(close + 1) == ':' ? close + 1 : -1;
            if (colon < 0 && close + 1 != authority.length()) {
                return Optional.empty();
            }
        } else if (colon >= 0) {
            host = authority.substring(0, colon);
        }
        if (colon >= 0 && colon + 1 < authority.length()) {
            Optional<Integer> given = Texts.integer(authority.substring(colon + 1), 1, 65535);
            if (given.isEmpty()) {
                return Optional.empty();
            }
            port = given.get();
        }
        try {
            return Optional.of(new RtspUrl(secure, host.toLowerCase(Locale.ROOT), port, resource));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Authority ends at the first {@code /} or {@code ?} behind the last {@code @} that stands before any path. */
    private static int authorityEnd(String rest) {
        int end = rest.length();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                end = i;
                break;
            }
        }
        return end;
    }

    /** True when both name the same host and port: what one may hear, the other may hear too. */
    public boolean sameServer(RtspUrl other) {
        return secure == other.secure && port == other.port && host.equals(other.host);
    }

    /** The path without its query, at least {@code /}. */
    public String path() {
        int query = resource.indexOf('?');
        String path = query < 0 ? resource : resource.substring(0, query);
        return path.isEmpty() ? "/" : path;
    }

    /** The query without its question mark, or nothing. */
    public Optional<String> query() {
        int at = resource.indexOf('?');
        return at < 0 ? Optional.empty() : Optional.of(resource.substring(at + 1));
    }

    public RtspUrl withResource(String other) {
        return new RtspUrl(secure, host, port, other);
    }

    /** As it goes on a request line. Queries may hold secrets: use {@link #toString()} for logs. */
    public String text() {
        return server() + resource;
    }

    private String server() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        boolean usual = port == (secure ? 322 : 554);
        return (secure ? "rtsps://" : "rtsp://") + name + (usual ? "" : ":" + port);
    }

    /** Without query: fit for a log. */
    @Override
    public String toString() {
        return server() + path();
    }

    /** {@code uri} without user information and query. */
    static String redact(String uri) {
        return parse(uri).map(RtspUrl::toString).orElseGet(() -> {
            int query = uri.indexOf('?');
            String text = query < 0 ? uri : uri.substring(0, query);
            return text.indexOf('@') >= 0 ? "(hidden)" : text;
        });
    }
}
