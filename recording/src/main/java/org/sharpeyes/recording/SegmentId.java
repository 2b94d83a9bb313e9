package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Names a segment for good: it is the same after the index was rebuilt.
 *
 * @param path below the volume's root: {@code <point>/<stream>/<date>/<start>.mp4}
 */
public record SegmentId(VolumeId volume, String path) {
    private static final Pattern SHAPE = Pattern.compile(
            "[0-9a-f-]{36}/(main|sub)/\\d{4}-\\d{2}-\\d{2}/\\d{2}-\\d{2}-\\d{2}\\.\\d{3}(-\\d{1,3})?\\.mp4");

    public SegmentId {
        requireNonNull(volume, "volume");
        if (!SHAPE.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "segment: \"" + path + "\" (expected: <point>/<stream>/<date>/<start>.mp4)");
        }
    }

    /** Whether {@code path} has the shape of a segment's path. */
    public static boolean isPath(String path) {
        return SHAPE.matcher(path).matches();
    }

    /** @throws IllegalArgumentException if {@code text} is not what {@link #toString()} writes */
    public static SegmentId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("segment id: \"" + text + "\" (expected: <volume>:<path>)");
        }
        return new SegmentId(VolumeId.parse(text.substring(0, colon)), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return volume + ":" + path;
    }
}
