package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtsp.RtspRequest;

/** Puts together one response (RFC 2326 §7). Values come from us or were read as printable ASCII. */
final class RtspAnswer {
    private final StringBuilder head = new StringBuilder(256);
    private String body = "";

    private RtspAnswer(int status, @Nullable String cseq) {
        head.append("RTSP/1.0 ")
                .append(status)
                .append(' ')
                .append(reason(status))
                .append("\r\n");
        if (cseq != null) {
            with("CSeq", cseq);
        }
        with("Server", "Sharp Eyes");
    }

    static RtspAnswer to(RtspRequest request, int status) {
        return new RtspAnswer(status, request.headers().first("CSeq").orElse(null));
    }

    static RtspAnswer toNothingReadable(int status) {
        return new RtspAnswer(status, null);
    }

    RtspAnswer with(String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    RtspAnswer withBody(String type, String text) {
        with("Content-Type", type);
        body = text;
        return this;
    }

    ByteBuf encode(ByteBufAllocator allocator) {
        if (!body.isEmpty()) {
            with("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
        }
        String whole = head + "\r\n" + body;
        ByteBuf buffer = allocator.directBuffer(whole.length());
        buffer.writeCharSequence(whole, StandardCharsets.UTF_8);
        return buffer;
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Time-out";
            case 411 -> "Length Required";
            case 413 -> "Request Entity Too Large";
            case 414 -> "Request-URI Too Large";
            case 415 -> "Unsupported Media Type";
            case 453 -> "Not Enough Bandwidth";
            case 454 -> "Session Not Found";
            case 455 -> "Method Not Valid in This State";
            case 459 -> "Aggregate Operation Not Allowed";
            case 461 -> "Unsupported Transport";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Time-out";
            case 505 -> "RTSP Version Not Supported";
            case 551 -> "Option Not Supported";
            default -> "Error";
        };
    }
}
