package org.sharpeyes.gateway.rtsp;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.sharpeyes.media.sdp.MediaDescription;
import org.sharpeyes.media.sdp.RtpMap;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;

/**
 * One track that plays.
 *
 * @param media its section of the camera's description
 * @param map its first payload type
 */
public record UpstreamTrack(MediaDescription media, RtpMap map) {
    public UpstreamTrack {
        requireNonNull(media, "media");
        requireNonNull(map, "map");
    }

    public boolean isVideo() {
        return media.type().equals("video");
    }

    /** The video codec, if it is one that is understood. */
    public Optional<VideoCodec> videoCodec() {
        return isVideo() ? VideoCodec.of(map.encoding()) : Optional.empty();
    }

    /** What the description says of parameter sets: a hint that may be missing or wrong. */
    public Optional<ParameterSets> parameterSets() {
        return videoCodec().map(codec -> ParameterSets.ofFormatParameters(codec, media.formatParameters()));
    }
}
