package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a viewer sends into {@link RtspRequest requests} and {@link InterleavedFrame interleaved frames}. Whatever
 * could be read in two ways is a {@link BadRequest}, after which nothing more is read.
 */
final class RtspViewerDecoder extends ByteToMessageDecoder {
    static final int MAX_HEAD_BYTES = 16 * 1024;
    static final int MAX_LINE_BYTES = 4 * 1024;
    static final int MAX_HEADERS = 64;
    static final int MAX_BODY_BYTES = 16 * 1024;
    /** Receiver reports are all a viewer has to send. */
    static final int MAX_FRAME_BYTES = 2048;

    /** Twice the same header is harmless (GStreamer sends two user agents) unless it decides something. */
    private static final Set<String> MEANINGFUL =
            Set.of("authorization", "content-length", "cseq", "require", "session", "transfer-encoding", "transport");

    /** @param packet owned by whoever gets the frame */
    record InterleavedFrame(int channel, ByteBuf packet) {}

    record BadRequest(int status, String reason) {}

    private boolean broken;
    private int skip;
    private @Nullable RtspRequest head;
    private int bodyLeft;

    /** Whether a request or a frame has begun but is not whole. */
    boolean midMessage() {
        return head != null || skip > 0 || actualReadableBytes() > 0;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (skip > 0) {
            int some = Math.min(skip, in.readableBytes());
            in.skipBytes(some);
            skip -= some;
            return;
        }
        RtspRequest begun = head;
        if (begun != null) {
            int some = Math.min(bodyLeft, in.readableBytes());
            in.skipBytes(some);
            bodyLeft -= some;
            if (bodyLeft == 0) {
                head = null;
                out.add(begun);
            }
            return;
        }
        byte first = in.getByte(in.readerIndex());
        if (first == '$') {
            frame(in, out);
        } else if (first == '\r' || first == '\n') {
            // RFC 2326 §4.1: empty lines before a request are to be ignored.
            in.skipBytes(1);
        } else {
            request(in, out);
        }
    }

    private void frame(ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 4) {
            return;
        }
        int length = in.getUnsignedShort(in.readerIndex() + 2);
        if (length > MAX_FRAME_BYTES) {
            in.skipBytes(4);
            skip = length;
            return;
        }
        if (in.readableBytes() < 4 + length) {
            return;
        }
        int channel = in.getUnsignedByte(in.readerIndex() + 1);
        in.skipBytes(4);
        out.add(new InterleavedFrame(channel, in.readRetainedSlice(length)));
    }

    private void request(ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        byte first = in.getByte(start);
        if (first < 'A' || first > 'Z') {
            fail(in, out, 400, "garbage between messages");
            return;
        }
        int end = endOfHead(in);
        if (end < 0) {
            if (in.readableBytes() > MAX_HEAD_BYTES) {
                fail(in, out, 400, "head of more than " + MAX_HEAD_BYTES + " bytes");
            }
            return;
        }
        if (end - start > MAX_HEAD_BYTES) {
            fail(in, out, 400, "head of more than " + MAX_HEAD_BYTES + " bytes");
            return;
        }
        for (int i = start; i < end; i++) {
            byte c = in.getByte(i);
            boolean lineEnd =
                    c == '\r' ? in.getByte(i + 1) == '\n' : c == '\n' && i > start && in.getByte(i - 1) == '\r';
            if (!lineEnd && (c < ' ' && c != '\t' || c > '~' || c < 0)) {
                fail(in, out, 400, "byte " + (c & 0xFF) + " in the head");
                return;
            }
        }
        String text = in.toString(start, end - start, StandardCharsets.US_ASCII);
        in.skipBytes(end - start);
        parse(text, in, out);
    }

    private void parse(String text, ByteBuf in, List<Object> out) {
        String[] lines = text.split("\r\n", -1);
        String[] parts = lines[0].split(" ", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            fail(in, out, 400, "request line");
            return;
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            String line = lines[i];
            int colon = line.indexOf(':');
            if (line.length() > MAX_LINE_BYTES
                    || i > MAX_HEADERS
                    || colon < 1
                    || line.charAt(0) == ' '
                    || line.charAt(0) == '\t'
                    || line.charAt(colon - 1) == ' ') {
                fail(in, out, 400, "header line " + i);
                return;
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (headers.putIfAbsent(name, line.substring(colon + 1).strip()) != null && MEANINGFUL.contains(name)) {
                fail(in, out, 400, "header twice: " + name);
                return;
            }
        }
        RtspRequest request = new RtspRequest(parts[0], parts[1], parts[2], Map.copyOf(headers));
        String length = headers.getOrDefault("content-length", "0");
        if (headers.containsKey("transfer-encoding") || !length.matches("\\d{1,9}")) {
            fail(in, out, 400, "body length");
            return;
        }
        int body = Integer.parseInt(length);
        if (body > MAX_BODY_BYTES) {
            fail(in, out, 413, "body of " + body + " bytes");
        } else if (body == 0) {
            out.add(request);
        } else {
            // No request we serve needs its body; it only has to be stepped over exactly.
            head = request;
            bodyLeft = body;
        }
    }

    private void fail(ByteBuf in, List<Object> out, int status, String reason) {
        broken = true;
        in.skipBytes(in.readableBytes());
        out.add(new BadRequest(status, reason));
    }

    /** Behind the empty line, or -1. */
    private static int endOfHead(ByteBuf in) {
        int limit = Math.min(in.writerIndex(), in.readerIndex() + MAX_HEAD_BYTES + 4);
        for (int i = in.readerIndex(); i + 3 < limit; i++) {
            if (in.getByte(i) == '\r'
                    && in.getByte(i + 1) == '\n'
                    && in.getByte(i + 2) == '\r'
                    && in.getByte(i + 3) == '\n') {
                return i + 4;
            }
            // A line end without its partner would be read in two ways: let the caller look and refuse.
            if (in.getByte(i) == '\n' && (i == in.readerIndex() || in.getByte(i - 1) != '\r')) {
                return i + 1;
            }
        }
        return -1;
    }
}
