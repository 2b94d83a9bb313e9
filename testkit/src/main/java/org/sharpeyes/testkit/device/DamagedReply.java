package org.sharpeyes.testkit.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sharpeyes.testkit.fleet.Fault;

/** Answers as sick devices give them: cut, HTML, an unescaped ampersand, a wrong charset. */
final class DamagedReply {
    private DamagedReply() {}

    /** An answer as a device with this fault gives it. */
    static OnvifReply.Now of(OnvifReply.Now reply, Fault.Malformed.Damage damage) {
        byte[] body = reply.body();
        return switch (damage) {
            case CUT -> with(reply, reply.contentType(), Arrays.copyOf(body, body.length / 2));
            case HTML ->
                with(
                        reply,
                        "text/html",
                        "<html><head><title>Login<title></head><body><form action=/login>"
                                .getBytes(StandardCharsets.US_ASCII));
            case AMPERSAND ->
                with(
                        reply,
                        reply.contentType(),
                        insert(body, "<Vendor>Wang & Li</Vendor>".getBytes(StandardCharsets.US_ASCII)));
            case CHARSET ->
                with(reply, reply.contentType(), insert(body, new byte[] {
                    '<', 'V', '>', (byte) 0xC7, (byte) 0xE0, (byte) 0xC9, (byte) 0xBD, '<', '/', 'V', '>'
                }));
        };
    }

    private static OnvifReply.Now with(OnvifReply.Now reply, String contentType, byte[] body) {
        return new OnvifReply.Now(reply.status(), contentType, reply.challenges(), body);
    }

    /** Puts bytes in as the last child of the operation's element. */
    private static byte[] insert(byte[] body, byte[] extra) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("</s:Body>");
        int at = end < 0 ? -1 : text.lastIndexOf("</", end - 1);
        if (at < 0) {
            return body;
        }
        byte[] longer = new byte[body.length + extra.length];
        System.arraycopy(body, 0, longer, 0, at);
        System.arraycopy(extra, 0, longer, at, extra.length);
        System.arraycopy(body, at, longer, at + extra.length, body.length - at);
        return longer;
    }
}
