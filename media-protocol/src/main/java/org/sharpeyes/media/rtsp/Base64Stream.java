package org.sharpeyes.media.rtsp;

import io.netty.buffer.ByteBuf;

/**
 * Decodes base64 as it comes (RFC 4648 §4). Each request of a tunnel is encoded by itself, so padding may stand anywhere
 * between two groups of four; line ends are passed over. Confined to one thread.
 */
public final class Base64Stream {
    private static final int GROUP = 4;

    private final int[] group = new int[GROUP];
    private int filled;
    private int padding;

    /**
     * Borrows both.
     *
     * @return {@code false} at the first byte that is no base64; nothing more can be read then
     */
    public boolean decode(ByteBuf in, ByteBuf out) {
        while (in.isReadable()) {
            int character = in.readUnsignedByte();
            if (character == '\r' || character == '\n') {
                continue;
            }
            int value = character == '=' ? 0 : value(character);
            boolean misplaced = character == '=' ? filled < 2 : padding > 0;
            if (value < 0 || misplaced) {
                return false;
            }
            padding += character == '=' ? 1 : 0;
            group[filled++] = value;
            if (filled == GROUP) {
                int bits = group[0] << 18 | group[1] << 12 | group[2] << 6 | group[3];
                for (int i = 0; i < 3 - padding; i++) {
                    out.writeByte(bits >> 16 - 8 * i);
                }
                filled = 0;
                padding = 0;
            }
        }
        return true;
    }

    private static int value(int character) {
        if (character >= 'A' && character <= 'Z') {
            return character - 'A';
        }
        if (character >= 'a' && character <= 'z') {
            return character - 'a' + 26;
        }
        if (character >= '0' && character <= '9') {
            return character - '0' + 52;
        }
        return character == '+' ? 62 : character == '/' ? 63 : -1;
    }
}
