package org.sharpeyes.desk.event;

import java.time.Instant;
import java.util.UUID;

/**
 * A picture of a wall event.
 *
 * @param bytes JPEG or PNG; never changed by anybody
 * @param origin {@code camera}, or {@code person}
 */
public record Picture(UUID id, UUID event, Type type, byte[] bytes, String origin, String by, Instant at) {
    public static final int MOST_BYTES = 4 << 20;

    /** The two kinds that are taken. */
    public enum Type {
        JPEG("image/jpeg"),
        PNG("image/png");

        private final String mediaType;

        Type(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    public Picture {
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "picture: " + bytes.length + " bytes (expected: at most " + MOST_BYTES + ")");
        }
    }

    /**
     * Tells by the first bytes, never by what the sender says.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Type typeOf(byte[] bytes) {
        if (bytes.length > 3 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8 && (bytes[2] & 0xff) == 0xff) {
            return Type.JPEG;
        }
        if (bytes.length > 8
                && (bytes[0] & 0xff) == 0x89
                && bytes[1] == 'P'
                && bytes[2] == 'N'
                && bytes[3] == 'G'
                && bytes[4] == '\r'
                && bytes[5] == '\n') {
            return Type.PNG;
        }
        throw new IllegalArgumentException("picture: neither JPEG nor PNG (expected: one of them)");
    }
}
