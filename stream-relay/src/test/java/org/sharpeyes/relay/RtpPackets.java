package org.sharpeyes.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Hand-made RTP and RTCP packets. */
public final class RtpPackets {
    public static final int IDR = 5;
    public static final int SLICE = 1;
    public static final int SPS = 7;
    public static final int PPS = 8;

    private RtpPackets() {}

    public static ByteBuf h264(int sequence, int timestamp, boolean marker, int nalType) {
        return h264(sequence, timestamp, marker, nalType, 0x1234, 100);
    }

    public static ByteBuf h264(int sequence, int timestamp, boolean marker, int nalType, int ssrc, int payloadLength) {
        ByteBuf packet = Unpooled.buffer();
        packet.writeByte(0x80).writeByte((marker ? 0x80 : 0) | 96).writeShort(sequence);
        packet.writeInt(timestamp).writeInt(ssrc);
        packet.writeByte(0x60 | nalType).writeZero(payloadLength - 1);
        return packet;
    }

    public static ByteBuf senderReport(int ssrc, long ntp, int timestamp) {
        ByteBuf packet = Unpooled.buffer();
        packet.writeByte(0x80).writeByte(200).writeShort(6).writeInt(ssrc);
        packet.writeLong(ntp).writeInt(timestamp).writeInt(7).writeInt(700);
        return packet;
    }

    public static TrackDescription h264Track() {
        return new TrackDescription(TrackDescription.Kind.VIDEO, 96, "H264", 90_000, 1, "packetization-mode=1");
    }

    public static TrackDescription pcmaTrack() {
        return new TrackDescription(TrackDescription.Kind.AUDIO, 8, "PCMA", 8000, 1, null);
    }
}
