package org.sharpeyes.relay;

import io.netty.buffer.ByteBuf;

/** What an open stream says. All methods are called on the owner thread given to {@link CameraStreams#open}. */
public interface UpstreamListener {
    /** The camera plays. Comes before the first packet, once. */
    void opened(StreamDescription description);

    /**
     * One RTP packet as the camera sent it.
     *
     * @param track index into {@link StreamDescription#tracks()}
     * @param packet borrowed: the listener copies what it keeps
     */
    void packet(int track, ByteBuf packet);

    /**
     * One compound RTCP packet of the camera.
     *
     * @param packet borrowed
     */
    void control(int track, ByteBuf packet);

    /** Packets that never came, as counted from sequence numbers before the next {@link #packet}. */
    void lost(int track, int packets);

    /** The stream ended or could not be opened. The last call. */
    void closed(UpstreamFailure cause);
}
