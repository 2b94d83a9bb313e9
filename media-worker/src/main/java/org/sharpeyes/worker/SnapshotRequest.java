package org.sharpeyes.worker;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * One picture wanted.
 *
 * @param width wanted, in pixels; a narrower source is not blown up
 * @param quality 1 (worst) to 100 (best)
 * @param measured whether the picture is measured as well, which costs a few milliseconds more
 */
public record SnapshotRequest(KeyFrame keyFrame, int width, int quality, boolean measured) {
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

    /** A picture and nothing more. */
    public SnapshotRequest(KeyFrame keyFrame, int width, int quality) {
        this(keyFrame, width, quality, false);
    }

    byte[] header() {
        return ByteBuffer.allocate(Wire.REQUEST_HEADER_BYTES)
                .put((byte) (measured ? Wire.MEASURED_SNAPSHOT : Wire.SNAPSHOT))
                .put((byte) keyFrame.codec().ordinal())
                .putShort((short) width)
                .put((byte) quality)
                .array();
    }

    /** @throws IllegalArgumentException if {@code frame} is not a request as {@link Wire} draws it */
    public static SnapshotRequest parse(byte[] frame) {
        boolean known = frame.length > 0 && (frame[0] == Wire.SNAPSHOT || frame[0] == Wire.MEASURED_SNAPSHOT);
        if (frame.length <= Wire.REQUEST_HEADER_BYTES || !known) {
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
        return new SnapshotRequest(
                new KeyFrame(codecs[codec], annexB), width, quality, frame[0] == Wire.MEASURED_SNAPSHOT);
    }
}
