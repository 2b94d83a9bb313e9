package org.sharpeyes.media.rtsp;

import static java.util.Objects.requireNonNull;

/** A response (RFC 2326 §7). */
public record RtspResponse(int status, String reason, RtspHeaders headers, String body) implements RtspMessage {
    public RtspResponse {
        if (status < 100 || status > 999) {
            throw new IllegalArgumentException("status: " + status + " (expected: 100 to 999)");
        }
        requireNonNull(headers, "headers");
        requireNonNull(body, "body");
        for (int i = 0; i < reason.length(); i++) {
            char c = reason.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException("reason: has a line end or NUL (expected: one line)");
            }
        }
    }

    public RtspResponse(int status, RtspHeaders headers, String body) {
        this(status, RtspStatus.reason(status), headers, body);
    }

    /** An answer to {@code request}: its CSeq is copied (RFC 2326 §12.17). */
    public static RtspResponse to(RtspRequest request, int status) {
        RtspHeaders headers = request.headers()
                .first("CSeq")
                .map(cseq -> RtspHeaders.of("CSeq", cseq))
                .orElseGet(RtspHeaders::empty);
        return new RtspResponse(status, headers, "");
    }

    public RtspResponse with(String name, String value) {
        return new RtspResponse(status, reason, headers.with(name, value), body);
    }

    public RtspResponse plus(String name, String value) {
        return new RtspResponse(status, reason, headers.plus(name, value), body);
    }

    public RtspResponse withBody(String contentType, String text) {
        return new RtspResponse(status, reason, headers.with("Content-Type", contentType), text);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return status + " " + reason + " " + headers;
    }
}
