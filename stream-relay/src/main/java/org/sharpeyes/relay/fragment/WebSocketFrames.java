package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;

/**
 * The head of an unmasked WebSocket frame as a server sends it (RFC 6455 §5.2). It is the same for every viewer, so it is
 * written into the shared buffer once.
 */
public final class WebSocketFrames {
    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    private WebSocketFrames() {}

    public static void beginText(ByteBuf out, int length) {
        begin(out, TEXT, length);
    }

    public static void beginBinary(ByteBuf out, int length) {
        begin(out, BINARY, length);
    }

    private static void begin(ByteBuf out, int opcode, int length) {
        out.writeByte(FINAL | opcode);
        if (length < 126) {
            out.writeByte(length);
        } else if (length <= 0xFFFF) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
    }
}
