package org.sharpeyes.testkit.video;

/** What a simulated stream is coded in. */
public enum VideoCodec {
    H264,
    H265;

    /** The name in an RTP map (RFC 6184, RFC 7798). */
    public String rtpName() {
        return name();
    }
}
