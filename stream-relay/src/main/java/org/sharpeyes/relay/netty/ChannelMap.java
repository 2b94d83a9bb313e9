package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.picture.Picture;

/**
 * Which tracks an interleaved viewer has, and on which channels. With the usual channels (twice the track) every viewer
 * sends the very same shared bytes; one that asked for others gets a copy of its own.
 */
final class ChannelMap implements Framing {
    private static final int NONE = -1;

    private final int[] rtp = new int[StreamDescription.MAX_TRACKS];
    private final int[] rtcp = new int[StreamDescription.MAX_TRACKS];
    private boolean usual = true;

    ChannelMap() {
        Arrays.fill(rtp, NONE);
        Arrays.fill(rtcp, NONE);
    }

    /** @return {@code false} if another track of this session uses one of the channels */
    boolean put(int track, int rtpChannel, int rtcpChannel) {
        for (int i = 0; i < rtp.length; i++) {
            boolean clash =
                    rtp[i] == rtpChannel || rtp[i] == rtcpChannel || rtcp[i] == rtpChannel || rtcp[i] == rtcpChannel;
            if (i != track && rtp[i] != NONE && clash) {
                return false;
            }
        }
        rtp[track] = rtpChannel;
        rtcp[track] = rtcpChannel;
        usual = true;
        for (int i = 0; i < rtp.length; i++) {
            usual &= rtp[i] == NONE || rtp[i] == 2 * i && rtcp[i] == 2 * i + 1;
        }
        return true;
    }

    @Override
    public boolean carries(int track) {
        return rtp[track] != NONE;
    }

    /** Whether a frame from the viewer came on a channel that was agreed. */
    boolean knows(int channel) {
        for (int i = 0; i < rtp.length; i++) {
            if (rtp[i] != NONE && (rtp[i] == channel || rtcp[i] == channel)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ByteBuf framed(Picture picture) {
        ByteBuf shared = picture.buffer();
        if (usual) {
            return shared.retain();
        }
        ByteBuf own = shared.alloc().directBuffer(shared.readableBytes());
        own.writeBytes(shared, shared.readerIndex(), shared.readableBytes());
        int at = 0;
        while (at + 4 <= own.writerIndex()) {
            int channel = own.getUnsignedByte(at + 1);
            own.setByte(at + 1, (channel & 1) == 0 ? rtp[channel / 2] : rtcp[channel / 2]);
            at += 4 + own.getUnsignedShort(at + 2);
        }
        return own;
    }
}
