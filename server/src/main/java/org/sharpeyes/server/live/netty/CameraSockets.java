package org.sharpeyes.server.live.netty;

import io.netty.channel.DefaultEventLoopGroup;
import org.sharpeyes.gateway.rtsp.UpstreamSettings;
import org.sharpeyes.gateway.rtsp.netty.RtspUpstreams;

/** Makes the RTSP client whose sockets live on the relay's own loops. */
public final class CameraSockets {
    private CameraSockets() {}

    public static RtspUpstreams upstreams(UpstreamSettings settings) {
        // Every stream names its owner loop, so this group carries nothing and never starts a thread.
        return new RtspUpstreams(new DefaultEventLoopGroup(1), settings);
    }
}
