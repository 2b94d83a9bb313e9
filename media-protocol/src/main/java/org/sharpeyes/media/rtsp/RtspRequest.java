package org.sharpeyes.media.rtsp;

import static java.util.Objects.requireNonNull;

/**
 * A request (RFC 2326 §6).
 *
 * @param uri as it stands on the request line, {@code *} included
 */
public record RtspRequest(RtspMethod method, String uri, RtspHeaders headers, String body) implements RtspMessage {
    public RtspRequest {
        requireNonNull(method, "method");
        requireNonNull(headers, "headers");
        requireNonNull(body, "body");
        if (uri.isEmpty() || uri.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("uri: empty or with a blank (expected: a URI without blanks)");
        }
    }

    public RtspRequest(RtspMethod method, String uri, RtspHeaders headers) {
        this(method, uri, headers, "");
    }

    public RtspRequest withHeaders(RtspHeaders other) {
        return new RtspRequest(method, uri, other, body);
    }

    /** Without query, user information and header values: fit for a log. */
    @Override
    public String toString() {
        return method + " " + RtspUrl.redact(uri) + " " + headers;
    }
}
