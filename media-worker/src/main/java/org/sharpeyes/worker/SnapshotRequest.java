package org.sharpeyes.worker;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * One picture wanted.
 *
 * @param width wanted, in pixels; a narrower source is not blown up
 * @param quality 1 (worst) to 100 (best)
 */
public record SnapshotRequest(KeyFrame keyFrame, int width, int quality) {
    public static final int MIN_WIDTH = 32;
    public static final int MAX_WIDTH = 3_840;

    public SnapshotRequest {
        requireNonNull(keyFrame, "key frame");
        if (width < MIN_WIDTH || width > MAX_WIDTH) {
            throw new IllegalArgumentException(
                    "width: " + width + " (expected: " + MIN_WIDTH + " to " + MAX_WIDTH + ")");
        }
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("quality: " + quality + " (expected: 1 to 100)");
        }
    }

    byte[] header() {
        return ByteBuffer.allocate(Wire.REQUEST_HEADER_BYTES)
                .put((byte) Wire.SNAPSHOT)
                .put((byte) keyFrame.codec().ordinal())
                .putShort((short) width)
                .put((byte) quality)
                .array();
    }

    /** @throws IllegalArgumentException if {@code frame} is not a request as {@link Wire} draws it */
    public static SnapshotRequest parse(byte[] frame) {
        if (frame.length <= Wire.REQUEST_HEADER_BYTES || frame[0] != Wire.SNAPSHOT) {
            throw new IllegalArgumentException("request: " + frame.length + " bytes (expected: a snapshot request)");
        }
        ByteBuffer in = ByteBuffer.wrap(frame, 1, frame.length - 1);
        int codec = in.get();
        VideoCodec[] codecs = VideoCodec.values();
        if (codec < 0 || codec >= codecs.length) {
            throw new IllegalArgumentException("codec: " + codec + " (expected: below " + codecs.length + ")");
        }
        int width = Short.toUnsignedInt(in.getShort());
        int quality = in.get();
        byte[] annexB = new byte[in.remaining()];
        in.get(annexB);
        return new SnapshotRequest(new KeyFrame(codecs[codec], annexB), width, quality);
    }
}
