package org.sharpeyes.recording.export;

import java.nio.ByteBuffer;

/** Finds top-level boxes (ISO/IEC 14496-12 §4.2). */
final class Mp4Format {
    private static final int HEAD = 8;

    private Mp4Format() {}

    /** The {@code moov} box of a header: two files with the same one are of one format. Empty if there is none. */
    static ByteBuffer moov(ByteBuffer header) {
        int at = offsetOf(header, "moov");
        return at < 0
                ? ByteBuffer.allocate(0)
                : header.duplicate().position(at).limit(at + header.getInt(at)).slice();
    }

    /** Where the first top-level box of this type begins, from the buffer's position 0; -1 if there is none. */
    static int offsetOf(ByteBuffer data, String type) {
        int at = 0;
        while (at + HEAD <= data.limit()) {
            int size = data.getInt(at);
            if (size < HEAD || size > data.limit() - at) {
                return -1;
            }
            boolean found = true;
            for (int i = 0; i < 4; i++) {
                found &= data.get(at + 4 + i) == type.charAt(i);
            }
            if (found) {
                return at;
            }
            at += size;
        }
        return -1;
    }
}
