package org.sharpeyes.media.rtsp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into requests, responses and interleaved frames (RFC 2326 §4 and §10.12), at any cut between two
 * reads. Every length is bounded by {@link RtspLimits}. Confined to the connection's event loop; one per connection.
 *
 * <pre>{@code
 * for (RtspInbound item; (item = decoder.next(cumulation)) != null; ) { ... }
 * }</pre>
 */
public final class RtspDecoder {
    private static final int DOLLAR = '$';

    private final boolean lenient;
    private final int maxBodyBytes;

    /** Bytes from the reader index that were already searched for the end of the head. */
    private int searched;

    /** The message whose body is still missing. */
    private @Nullable Head head;

    private int garbage;
    private long skippedBytes;

    private RtspDecoder(boolean lenient, int maxBodyBytes) {
        this.lenient = lenient;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** For what viewers send: the letter of the RFC, one interpretation only, errors close the connection. */
    public static RtspDecoder strict() {
        return new RtspDecoder(false, RtspLimits.MAX_REQUEST_BODY_BYTES);
    }

    /** For what cameras send: bare line feeds, folded headers and bytes between frames are survived. */
    public static RtspDecoder lenient() {
        return new RtspDecoder(true, RtspLimits.MAX_BODY_BYTES);
    }

    /** Bytes that belonged to no message and were skipped by a lenient decoder. */
    public long skippedBytes() {
        return skippedBytes;
    }

    /**
     * The next complete item, or {@code null} when more bytes are needed; its bytes are consumed from {@code in}.
     *
     * <p>Borrows {@code in}. The payload of a returned {@link InterleavedFrame} is a retained slice of {@code in}: the
     * caller releases it. The caller keeps unread bytes in front of the next ones (it may compact the buffer).
     *
     * @throws RtspProtocolException when the stream cannot be read further; close the connection
     */
    public @Nullable RtspInbound next(ByteBuf in) throws RtspProtocolException {
        while (true) {
            if (head != null) {
                return body(in, head);
            }
            if (searched == 0 && !atStart(in)) {
                return null;
            }
            if (in.getByte(in.readerIndex()) == DOLLAR) {
                return frame(in);
            }
            int end = endOfHead(in);
            if (end < 0) {
                return null;
            }
            head = parseHead(in, end);
        }
    }

    /** Skips blank lines before a message, and garbage if lenient. False when more bytes are needed. */
    private boolean atStart(ByteBuf in) throws RtspProtocolException {
        while (in.isReadable()) {
            int first = in.getByte(in.readerIndex());
            if (first == DOLLAR || isMessageStart(in)) {
                if (first != DOLLAR) {
                    garbage = 0;
                }
                return true;
            }
            if (first != '\r' && first != '\n') {
                if (!lenient) {
                    throw new RtspProtocolException(
                            RtspStatus.BAD_REQUEST,
                            "start: byte 0x" + Integer.toHexString(first & 0xFF) + " (expected: a method or '$')");
                }
                skippedBytes++;
            }
            in.skipBytes(1);
            if (++garbage > RtspLimits.MAX_GARBAGE_BYTES || (!lenient && garbage > RtspLimits.MAX_HEADERS)) {
                throw new RtspProtocolException(
                        RtspStatus.BAD_REQUEST, "start: " + garbage + " bytes outside of any message");
            }
        }
        return false;
    }

    private boolean isMessageStart(ByteBuf in) {
        int first = in.getByte(in.readerIndex());
        boolean letter = first >= 'A' && first <= 'Z' || (!lenient && first >= 'a' && first <= 'z');
        if (!letter || !lenient || garbage == 0) {
            return letter;
        }
        // After garbage a single letter proves nothing: wait for the protocol's name.
        String magic = "RTSP/1.";
        int known = Math.min(magic.length(), in.readableBytes());
        for (int i = 0; i < known; i++) {
            if (in.getByte(in.readerIndex() + i) != magic.charAt(i)) {
                return startsMethod(in);
            }
        }
        return true;
    }

    /** Requests of a camera (ANNOUNCE, SET_PARAMETER, OPTIONS, REDIRECT) are rare but real. */
    private static boolean startsMethod(ByteBuf in) {
        for (RtspMethod method : RtspMethod.values()) {
            String name = method.name() + " rtsp://";
            int known = Math.min(name.length(), in.readableBytes());
            int i = 0;
            while (i < known && in.getByte(in.readerIndex() + i) == name.charAt(i)) {
                i++;
            }
            if (i == known) {
                return true;
            }
        }
        return false;
    }

    private @Nullable InterleavedFrame frame(ByteBuf in) {
        if (in.readableBytes() < 4) {
            return null;
        }
        int length = in.getUnsignedShort(in.readerIndex() + 2);
        if (in.readableBytes() < 4 + length) {
            return null;
        }
        garbage = 0;
        int channel = in.getUnsignedByte(in.readerIndex() + 1);
        in.skipBytes(4);
        return new InterleavedFrame(channel, in.readRetainedSlice(length));
    }

    /** Index behind the blank line that ends the head, or -1. */
    private int endOfHead(ByteBuf in) throws RtspProtocolException {
        int from = in.readerIndex();
        int limit = in.writerIndex();
        for (int i = from + searched; i < limit; i++) {
            byte b = in.getByte(i);
            if (b == 0) {
                throw new RtspProtocolException(RtspStatus.BAD_REQUEST, "head: NUL at offset " + (i - from));
            }
            if (i - from >= RtspLimits.MAX_HEAD_BYTES) {
                throw new RtspProtocolException(
                        RtspStatus.REQUEST_ENTITY_TOO_LARGE,
                        "head: over " + RtspLimits.MAX_HEAD_BYTES + " bytes without an end");
            }
            if (b == '\n' && i > from) {
                boolean bare = in.getByte(i - 1) != '\r';
                if (bare && !lenient) {
                    throw new RtspProtocolException(
                            RtspStatus.BAD_REQUEST, "head: bare line feed at offset " + (i - from));
                }
                int before = bare ? i - 1 : i - 2;
                if (before >= from && in.getByte(before) == '\n') {
                    searched = 0;
                    return i + 1;
                }
            }
        }
        searched = limit - from;
        return -1;
    }

    private @Nullable RtspMessage body(ByteBuf in, Head message) {
        if (in.readableBytes() < message.contentLength) {
            return null;
        }
        String text = in.readCharSequence(message.contentLength, StandardCharsets.UTF_8)
                .toString();
        head = null;
        return message.with(text);
    }

    private Head parseHead(ByteBuf in, int end) throws RtspProtocolException {
        String text = in.readCharSequence(end - in.readerIndex(), StandardCharsets.UTF_8)
                .toString();
        List<String> lines = lines(text);
        String startLine = lines.get(0);
        if (startLine.length() > RtspLimits.MAX_START_LINE_BYTES) {
            throw new RtspProtocolException(
                    RtspStatus.REQUEST_URI_TOO_LONG,
                    "start line: " + startLine.length() + " characters (expected: at most "
                            + RtspLimits.MAX_START_LINE_BYTES + ")");
        }
        RtspHeaders headers = headers(lines.subList(1, lines.size()));
        return StartLine.parse(startLine, headers, contentLength(headers));
    }

    private List<String> lines(String text) throws RtspProtocolException {
        List<String> lines = new ArrayList<>(16);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int next = end + 1;
            if (end > at && text.charAt(end - 1) == '\r') {
                end--;
            }
            String line = text.substring(at, end);
            at = next;
            if (line.isEmpty()) {
                break;
            }
            if (line.indexOf('\r') >= 0) {
                throw new RtspProtocolException(RtspStatus.BAD_REQUEST, "head: carriage return inside a line");
            }
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (folded && (!lenient || lines.size() < 2)) {
                throw new RtspProtocolException(RtspStatus.BAD_REQUEST, "header: folded line");
            }
            if (folded) {
                int last = lines.size() - 1;
                lines.set(last, lines.get(last) + ' ' + line.strip());
            } else {
                lines.add(line);
            }
            if (lines.size() > RtspLimits.MAX_HEADERS + 1) {
                throw new RtspProtocolException(
                        RtspStatus.REQUEST_ENTITY_TOO_LARGE, "headers: more than " + RtspLimits.MAX_HEADERS);
            }
        }
        if (lines.isEmpty()) {
            throw new RtspProtocolException(RtspStatus.BAD_REQUEST, "start line: missing");
        }
        return lines;
    }

    private RtspHeaders headers(List<String> lines) throws RtspProtocolException {
        List<RtspHeaders.Field> fields = new ArrayList<>(lines.size());
        for (String line : lines) {
            if (line.length() > RtspLimits.MAX_HEADER_LINE_BYTES) {
                throw new RtspProtocolException(
                        RtspStatus.REQUEST_ENTITY_TOO_LARGE,
                        "header: " + line.length() + " characters (expected: at most "
                                + RtspLimits.MAX_HEADER_LINE_BYTES + ")");
            }
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            if (lenient) {
                name = name.strip();
            }
            if (colon <= 0 || !isToken(name)) {
                if (lenient) {
                    continue; // Some firmware prints debug lines between its headers.
                }
                throw new RtspProtocolException(RtspStatus.BAD_REQUEST, "header: no name before a colon");
            }
            fields.add(new RtspHeaders.Field(name, line.substring(colon + 1).strip()));
        }
        return RtspHeaders.ofFields(fields);
    }

    private static boolean isToken(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 127) {
                return false;
            }
        }
        return true;
    }

    private int contentLength(RtspHeaders headers) throws RtspProtocolException {
        int length = -1;
        for (String value : headers.all("Content-Length")) {
            int one = -1;
            if (!value.isEmpty() && value.length() <= 9 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                one = Integer.parseInt(value);
            }
            if (one < 0 || (length >= 0 && (one != length || !lenient))) {
                throw new RtspProtocolException(
                        RtspStatus.BAD_REQUEST, "Content-Length: not one number (expected: digits, once)");
            }
            length = one;
        }
        if (headers.contains("Transfer-Encoding")) {
            throw new RtspProtocolException(RtspStatus.NOT_IMPLEMENTED, "Transfer-Encoding: not part of RTSP 1.0");
        }
        if (length > maxBodyBytes) {
            throw new RtspProtocolException(
                    RtspStatus.REQUEST_ENTITY_TOO_LARGE,
                    "Content-Length: " + length + " (expected: at most " + maxBodyBytes + ")");
        }
        return Math.max(length, 0);
    }

    /** A message that waits for its body: all fields but that one. */
    static final class Head {
        private final RtspMessage message;
        private final int contentLength;

        Head(RtspMessage message, int contentLength) {
            this.message = message;
            this.contentLength = contentLength;
        }

        RtspMessage with(String body) {
            if (body.isEmpty()) {
                return message;
            }
            if (message instanceof RtspRequest request) {
                return new RtspRequest(request.method(), request.uri(), request.headers(), body);
            }
            if (message instanceof RtspResponse response) {
                return new RtspResponse(response.status(), response.reason(), response.headers(), body);
            }
            throw new IllegalStateException("message: " + message.getClass());
        }
    }
}
