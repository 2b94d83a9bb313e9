package org.sharpeyes.worker;

import static java.util.Objects.requireNonNull;

/**
 * One key frame as it came from a camera: a whole access unit in Annex B form, parameter sets included. Nothing in it is
 * trusted; it is looked into by a worker process only.
 *
 * @param annexB start codes and NAL units; not copied, so the caller leaves it alone afterwards
 */
public record KeyFrame(VideoCodec codec, byte[] annexB) {
    public KeyFrame {
        requireNonNull(codec, "codec");
        requireNonNull(annexB, "annex B");
        if (annexB.length == 0) {
            throw new IllegalArgumentException("annex B: 0 bytes (expected: at least one NAL unit)");
        }
    }

    @Override
    public String toString() {
        return "KeyFrame[" + codec + ", " + annexB.length + " bytes]";
    }
}
