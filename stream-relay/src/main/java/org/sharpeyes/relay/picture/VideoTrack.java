package org.sharpeyes.relay.picture;

import java.util.List;
import java.util.Optional;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.PictureFormat;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;

/**
 * The track of a stream that can be made into other shapes: the first of a codec that is understood. Immutable.
 *
 * @param index into the tracks of the stream
 * @param hint parameter sets of the description; those in the stream win
 */
public record VideoTrack(int index, VideoCodec codec, ParameterSets hint) {
    public static Optional<VideoTrack> of(StreamDescription description) {
        List<TrackDescription> tracks = description.tracks();
        for (int i = 0; i < tracks.size(); i++) {
            TrackDescription track = tracks.get(i);
            VideoCodec codec = VideoCodec.of(track.encoding()).orElse(null);
            if (track.video() && codec != null) {
                return Optional.of(
                        new VideoTrack(i, codec, ParameterSets.ofFormatParameters(codec, track.formatParameters())));
            }
        }
        return Optional.empty();
    }

    /** How many pictures the output lags behind decoding, as the sets say; 0 if they do not say. */
    public static int reorderDepth(ParameterSets sets) {
        return sets.pictureFormat()
                .map(PictureFormat::reorderDepth)
                .filter(depth -> depth.isPresent())
                .map(depth -> depth.getAsInt())
                .orElse(0);
    }
}
