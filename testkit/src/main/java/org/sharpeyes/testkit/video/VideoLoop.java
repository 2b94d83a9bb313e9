package org.sharpeyes.testkit.video;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.sharpeyes.media.video.VideoCodec;

/**
 * Coded pictures to be sent over and over. Begins with a key frame. Immutable.
 *
 * @param framesPerSecond pace of the pictures
 */
public record VideoLoop(VideoCodec codec, int width, int height, int framesPerSecond, List<EncodedPicture> pictures) {
    public VideoLoop {
        requireNonNull(codec, "codec");
        pictures = List.copyOf(pictures);
        if (pictures.isEmpty() || !pictures.get(0).key()) {
            throw new IllegalArgumentException("pictures: " + pictures.size() + " (expected: some, a key frame first)");
        }
    }

    /** Parameter sets of the first key frame, in the order of the stream: what an SDP announces. */
    public List<byte[]> parameterSets() {
        return pictures.get(0).nalUnits().stream()
                .filter(nal -> NalUnits.isParameterSet(codec, nal))
                .toList();
    }
}
