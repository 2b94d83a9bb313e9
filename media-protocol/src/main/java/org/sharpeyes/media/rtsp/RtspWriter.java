package org.sharpeyes.media.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Writes messages and the heads of interleaved frames. Stateless. */
public final class RtspWriter {
    private static final int CRLF = '\r' << 8 | '\n';

    private RtspWriter() {}

    /** Appends {@code request} to {@code out}, which is borrowed. {@code Content-Length} follows from the body. */
    public static void write(RtspRequest request, ByteBuf out) {
        if (request.method() == RtspMethod.OTHER) {
            throw new IllegalArgumentException("method: OTHER (expected: a method that has a name)");
        }
        ByteBufUtil.writeUtf8(out, request.method().name());
        out.writeByte(' ');
        ByteBufUtil.writeUtf8(out, request.uri());
        ByteBufUtil.writeAscii(out, " RTSP/1.0\r\n");
        finish(request, out);
    }

    /** Appends {@code response} to {@code out}, which is borrowed. {@code Content-Length} follows from the body. */
    public static void write(RtspResponse response, ByteBuf out) {
        ByteBufUtil.writeAscii(out, "RTSP/1.0 ");
        ByteBufUtil.writeAscii(out, Integer.toString(response.status()));
        out.writeByte(' ');
        ByteBufUtil.writeUtf8(out, response.reason());
        out.writeShort(CRLF);
        finish(response, out);
    }

    /**
     * Appends the four bytes before an interleaved payload (RFC 2326 §10.12).
     *
     * @param channel 0 to 255
     * @param length payload in bytes, 0 to 65535
     */
    public static void writeInterleavedHead(int channel, int length, ByteBuf out) {
        if (channel < 0 || channel > 255 || length < 0 || length > RtspLimits.MAX_INTERLEAVED_BYTES) {
            throw new IllegalArgumentException(
                    "interleaved: channel " + channel + ", length " + length + " (expected: 0 to 255, 0 to 65535)");
        }
        out.writeByte('$');
        out.writeByte(channel);
        out.writeShort(length);
    }

    private static void finish(RtspMessage message, ByteBuf out) {
        message.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                ByteBufUtil.writeAscii(out, name);
                out.writeByte(':').writeByte(' ');
                ByteBufUtil.writeUtf8(out, value);
                out.writeShort(CRLF);
            }
        });
        byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
        if (body.length > 0) {
            ByteBufUtil.writeAscii(out, "Content-Length: " + body.length + "\r\n");
        }
        out.writeShort(CRLF);
        out.writeBytes(body);
    }
}
