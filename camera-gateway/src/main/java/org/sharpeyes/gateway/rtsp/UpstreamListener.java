package org.sharpeyes.gateway.rtsp;

import io.netty.buffer.ByteBuf;

/** What a session says. Every call comes on the thread that was given to {@code RtspUpstreams.open}, in order. */
public interface UpstreamListener {
    /** The camera plays. Once, before the first packet; the password, if there was one, was accepted. */
    void opened(UpstreamDescription description);

    /**
     * One RTP packet, valid by {@code RtpHeader.isValid}, of the track's payload types and source.
     *
     * @param track index into {@link UpstreamDescription#tracks()}
     * @param packet borrowed: retain or copy what is kept
     */
    void packet(int track, ByteBuf packet);

    /**
     * One RTCP compound of the camera.
     *
     * @param packet borrowed
     */
    void control(int track, ByteBuf packet);

    /** Packets that are missing before the next {@link #packet}. */
    void lost(int track, int packets);

    /** The session is over, or never began. The last call, exactly once. */
    void closed(UpstreamFailure cause);
}
