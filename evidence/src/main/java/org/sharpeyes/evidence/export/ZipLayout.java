package org.sharpeyes.evidence.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The one way in which our ZIP files are laid out (APPNOTE 6.3): every member stored, in Zip64 form, without comment, time
 * or attribute of its own. So a verifier can rebuild each byte that is not a member's, and nothing hides between members.
 */
final class ZipLayout {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}(/[A-Za-z0-9][A-Za-z0-9._-]{0,79})?");
    static final int LOCAL_FIXED = 30;
    static final int LOCAL_EXTRA = 20;
    static final int LOCAL_SIGNATURE = 0x04034b50;

    private static final int CENTRAL_EXTRA = 28;
    private static final short VERSION = 45;
    private static final short MADE_BY = (short) (3 << 8 | 45);
    private static final short UTF_8 = 1 << 11;
    /** 1980-01-01, the first day that the format knows. */
    private static final short DATE = 0x21;

    private static final int ATTRIBUTES = 0100644 << 16;
    private static final int IN_EXTRA = 0xffffffff;

    /**
     * A member.
     *
     * @param offset of its local header
     */
    record Member(String name, long offset, long size, int crc) {
        long dataOffset() {
            return offset + LOCAL_FIXED + name.length() + LOCAL_EXTRA;
        }
    }

    private ZipLayout() {}

    static ByteBuffer local(Member member) {
        ByteBuffer out = buffer(LOCAL_FIXED + member.name().length() + LOCAL_EXTRA);
        out.putInt(LOCAL_SIGNATURE).putShort(VERSION).putShort(UTF_8).putShort((short) 0);
        out.putShort((short) 0)
                .putShort(DATE)
                .putInt(member.crc())
                .putInt(IN_EXTRA)
                .putInt(IN_EXTRA);
        out.putShort((short) member.name().length()).putShort((short) LOCAL_EXTRA);
        out.put(member.name().getBytes(StandardCharsets.US_ASCII));
        out.putShort((short) 1).putShort((short) 16).putLong(member.size()).putLong(member.size());
        return out.flip();
    }

    /** Everything behind the last member. */
    static ByteBuffer end(List<Member> members, long start) {
        int size = members.stream()
                .mapToInt(member -> 46 + member.name().length() + CENTRAL_EXTRA)
                .sum();
        ByteBuffer out = buffer(size + 56 + 20 + 22);
        for (Member member : members) {
            out.putInt(0x02014b50)
                    .putShort(MADE_BY)
                    .putShort(VERSION)
                    .putShort(UTF_8)
                    .putShort((short) 0);
            out.putShort((short) 0)
                    .putShort(DATE)
                    .putInt(member.crc())
                    .putInt(IN_EXTRA)
                    .putInt(IN_EXTRA);
            out.putShort((short) member.name().length())
                    .putShort((short) CENTRAL_EXTRA)
                    .putShort((short) 0);
            out.putShort((short) 0).putShort((short) 0).putInt(ATTRIBUTES).putInt(IN_EXTRA);
            out.put(member.name().getBytes(StandardCharsets.US_ASCII));
            out.putShort((short) 1).putShort((short) 24);
            out.putLong(member.size()).putLong(member.size()).putLong(member.offset());
        }
        long count = members.size();
        out.putInt(0x06064b50)
                .putLong(44)
                .putShort(MADE_BY)
                .putShort(VERSION)
                .putInt(0)
                .putInt(0);
        out.putLong(count).putLong(count).putLong(size).putLong(start);
        out.putInt(0x07064b50).putInt(0).putLong(start + size).putInt(1);
        out.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0xffff)
                .putShort((short) 0xffff);
        out.putInt(IN_EXTRA).putInt(IN_EXTRA).putShort((short) 0);
        return out.flip();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
