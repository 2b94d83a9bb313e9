package org.sharpeyes.relay.webrtc;

import org.sharpeyes.relay.TrackDescription;

/**
 * One track as agreed with one browser. Immutable.
 *
 * @param index into the tracks of the stream
 * @param payloadType as the browser offered it
 * @param repairPayloadType of retransmissions (RFC 4588), -1 if there are none
 * @param delayExtension number of the playout-delay header extension, 0 if there is none
 */
public record RtcTrack(
        int index,
        TrackDescription.Kind kind,
        String mid,
        int payloadType,
        int repairPayloadType,
        int clockRate,
        int ssrc,
        int repairSsrc,
        int delayExtension) {
    public boolean video() {
        return kind == TrackDescription.Kind.VIDEO;
    }

    public boolean repairs() {
        return repairPayloadType >= 0;
    }
}
