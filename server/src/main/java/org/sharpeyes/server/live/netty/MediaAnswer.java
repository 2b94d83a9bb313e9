package org.sharpeyes.server.live.netty;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the gate answers. Immutable.
 *
 * @param headers beside type, length and {@code no-store}
 */
record MediaAnswer(HttpResponseStatus status, String contentType, String body, Map<CharSequence, String> headers) {
    private static final String PROBLEM = "application/problem+json";

    MediaAnswer {
        requireNonNull(status, "status");
        headers = Map.copyOf(headers);
    }

    static MediaAnswer of(HttpResponseStatus status, String contentType, String body) {
        return new MediaAnswer(status, contentType, body, Map.of());
    }

    /** A problem that needs no more words than its status has. */
    static MediaAnswer problem(HttpResponseStatus status) {
        return of(
                status,
                PROBLEM,
                "{\"type\":\"about:blank\",\"title\":\"" + status.reasonPhrase() + "\",\"status\":" + status.code()
                        + "}");
    }

    /**
     * A problem of the API's kind (RFC 9457).
     *
     * @param type the last part of its name
     * @param reason a word for programs, empty for none
     */
    static MediaAnswer problem(HttpResponseStatus status, String type, String detail, String reason) {
        return of(
                status,
                PROBLEM,
                "{\"type\":\"urn:sharp-eyes:problem:" + type + "\",\"title\":\"" + status.reasonPhrase()
                        + "\",\"status\":" + status.code() + ",\"detail\":\"" + escaped(detail) + "\""
                        + (reason.isEmpty() ? "" : ",\"reason\":\"" + escaped(reason) + "\"") + "}");
    }

    MediaAnswer with(CharSequence header, String value) {
        Map<CharSequence, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new MediaAnswer(status, contentType, body, more);
    }

    FullHttpResponse response() {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        headers.forEach((name, value) -> response.headers().set(name, value));
        return response;
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < Math.min(text.length(), 300); i++) {
            char one = text.charAt(i);
            if (one == '"' || one == '\\') {
                out.append('\\').append(one);
            } else {
                out.append(one < ' ' ? ' ' : one);
            }
        }
        return out.toString();
    }
}
