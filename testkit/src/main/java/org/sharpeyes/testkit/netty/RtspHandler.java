package org.sharpeyes.testkit.netty;

import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Map;
import org.sharpeyes.testkit.device.DeviceState;

/** RTSP of one connection. */
final class RtspHandler extends ChannelInboundHandlerAdapter {
    RtspHandler(DeviceState state, Map<Integer, ChannelFeeds> channels) {}
}
