package org.sharpeyes.gateway.rtsp;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.sharpeyes.media.sdp.SessionDescription;

/**
 * What plays.
 *
 * @param sdp as the camera sent it
 * @param tracks that were set up, in the order of packets' track numbers; back channels are left out
 * @param udp media come by UDP
 */
public record UpstreamDescription(SessionDescription sdp, List<UpstreamTrack> tracks, boolean udp) {
    /** Most tracks that are set up. */
    public static final int MAX_TRACKS = 8;

    public UpstreamDescription {
        requireNonNull(sdp, "sdp");
        tracks = List.copyOf(tracks);
    }
}
