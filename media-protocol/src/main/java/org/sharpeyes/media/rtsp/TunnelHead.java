package org.sharpeyes.media.rtsp;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Head of one half of RTSP over HTTP (the form that QuickTime brought up and ONVIF Streaming §5.1.1.4 takes over): the answer
 * to a GET stays open and carries everything to the client; the body of a POST with the same cookie carries requests, in
 * base64 ({@link Base64Stream}). Immutable.
 *
 * @param answers whether it is the GET
 * @param cookie joins the halves
 */
public record TunnelHead(boolean answers, String path, String cookie) {
    public static final String TYPE = "application/x-rtsp-tunnelled";
    /** Bytes of a head, the empty line included. */
    public static final int MAX_BYTES = 4096;

    /** What QuickTime wrote; nobody counts the body, which lasts as long as the session. */
    private static final int BODY_LENGTH = 32_767;

    private static final int MAX_COOKIE = 128;
    private static final int MAX_LINES = 64;
    private static final int EMPTY_LINE = 0x0D0A0D0A;

    public TunnelHead {
        requireNonNull(path, "path");
        requireNonNull(cookie, "cookie");
        if (cookie.isEmpty() || cookie.length() > MAX_COOKIE) {
            throw new IllegalArgumentException(
                    "cookie: " + cookie.length() + " characters (expected: 1 to " + MAX_COOKIE + ")");
        }
    }

    /**
     * @param head from the request line to before the empty line
     * @return empty if it is not a sound head of such a half
     */
    public static Optional<TunnelHead> parse(String head) {
        String[] lines = head.split("\r\n", MAX_LINES);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            boolean sound = colon > 0 && !Character.isWhitespace(lines[i].charAt(0));
            String name = sound ? lines[i].substring(0, colon).toLowerCase(Locale.ROOT) : "";
            if (!sound
                    || headers.put(name, lines[i].substring(colon + 1).strip()) != null && name.startsWith("x-sess")) {
                return Optional.empty();
            }
        }
        String cookie = headers.getOrDefault("x-sessioncookie", "");
        String[] request = lines[0].split(" ", -1);
        boolean get = request[0].equals("GET");
        boolean sound = request.length == 3
                && (get || request[0].equals("POST"))
                && request[2].matches("HTTP/1\\.[01]")
                && !cookie.isEmpty()
                && cookie.length() <= MAX_COOKIE;
        return sound ? Optional.of(new TunnelHead(get, request[1], cookie)) : Optional.empty();
    }

    /** Index of the empty line that ends a head, or -1. Moves nothing. */
    public static int end(ByteBuf bytes) {
        for (int at = bytes.readerIndex(); at + 4 <= bytes.writerIndex(); at++) {
            if (bytes.getInt(at) == EMPTY_LINE) {
                return at;
            }
        }
        return -1;
    }

    /** As a client sends it. */
    public void write(String host, ByteBuf out) {
        String text =
                (answers ? "GET " : "POST ") + path + " HTTP/1.0\r\nHost: " + host + "\r\nUser-Agent: SharpEyes\r\n"
                        + "x-sessioncookie: " + cookie + "\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n"
                        + (answers
                                ? "Accept: " + TYPE + "\r\n"
                                : "Content-Type: " + TYPE + "\r\nContent-Length: " + BODY_LENGTH
                                        + "\r\nExpires: Sun, 9 Jan 1972 00:00:00 GMT\r\n")
                        + "\r\n";
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    /** The answer to a GET; what follows it is RTSP. */
    public static void writeAnswer(String server, ByteBuf out) {
        out.writeCharSequence(
                "HTTP/1.0 200 OK\r\nServer: " + server + "\r\nConnection: close\r\nCache-Control: no-store\r\n"
                        + "Pragma: no-cache\r\nContent-Type: " + TYPE + "\r\n\r\n",
                StandardCharsets.US_ASCII);
    }
}
