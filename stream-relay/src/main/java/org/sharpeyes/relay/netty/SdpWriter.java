package org.sharpeyes.relay.netty;

import java.util.List;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;

/** Describes a stream to a viewer (RFC 8866). Says nothing about the camera but its codecs. */
final class SdpWriter {
    private SdpWriter() {}

    static String controlOf(int track) {
        return "trackID=" + track;
    }

    static String write(StreamDescription description, List<String> sessionLines) {
        StringBuilder sdp = new StringBuilder(512);
        line(sdp, "v=0");
        line(sdp, "o=- 1 1 IN IP4 127.0.0.1");
        sessionLines.stream().filter(one -> one.startsWith("s=")).forEach(one -> line(sdp, one));
        line(sdp, "c=IN IP4 0.0.0.0");
        line(sdp, "t=0 0");
        line(sdp, "a=control:*");
        sessionLines.stream().filter(one -> one.startsWith("a=")).forEach(one -> line(sdp, one));
        for (int i = 0; i < description.tracks().size(); i++) {
            TrackDescription track = description.tracks().get(i);
            int type = track.payloadType();
            line(sdp, "m=" + track.kind().text() + " 0 RTP/AVP " + type);
            String channels = track.channels() > 1 ? "/" + track.channels() : "";
            line(sdp, "a=rtpmap:" + type + " " + track.encoding() + "/" + track.clockRate() + channels);
            if (track.format() != null) {
                line(sdp, "a=fmtp:" + type + " " + track.format());
            }
            line(sdp, "a=control:" + controlOf(i));
        }
        return sdp.toString();
    }

    private static void line(StringBuilder sdp, String line) {
        sdp.append(line).append("\r\n");
    }
}
