package org.sharpeyes.testkit.video;

import static java.util.Objects.requireNonNull;

import org.sharpeyes.media.video.VideoCodec;

/**
 * Shape of one simulated stream.
 *
 * @param framesPerSecond 1 to 60
 * @param gopSeconds distance of key frames
 * @param bitsPerSecond what the encoder aims at
 */
public record VideoFormat(
        VideoCodec codec, int width, int height, int framesPerSecond, int gopSeconds, int bitsPerSecond) {
    public VideoFormat {
        requireNonNull(codec, "codec");
        if (width < 160 || height < 90 || width > 3840 || height > 2160 || width % 16 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("size: " + width + "x" + height
                    + " (expected: 160x90 to 3840x2160, width a multiple of 16, height even)");
        }
        if (framesPerSecond < 1 || framesPerSecond > 60) {
            throw new IllegalArgumentException("framesPerSecond: " + framesPerSecond + " (expected: 1 to 60)");
        }
        if (gopSeconds < 1 || gopSeconds > 60) {
            throw new IllegalArgumentException("gopSeconds: " + gopSeconds + " (expected: 1 to 60)");
        }
        if (bitsPerSecond < 16_000) {
            throw new IllegalArgumentException("bitsPerSecond: " + bitsPerSecond + " (expected: at least 16000)");
        }
    }

    /** Pictures from one key frame to the next. */
    public int gopPictures() {
        return framesPerSecond * gopSeconds;
    }
}
