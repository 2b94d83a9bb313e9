package org.sharpeyes.testkit.netty;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.List;
import org.sharpeyes.media.rtp.RtcpCodec;
import org.sharpeyes.media.rtp.RtcpPacket;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.testkit.video.VideoCodec;

/** One RTP sender: numbers packets, counts them, and reports them. Confined to the device's loop. */
final class RtpTrack {
    /** Leaves room for IP, UDP and a VLAN tag in 1,500 bytes. */
    static final int MAX_PAYLOAD_BYTES = 1_400;

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    private final int payloadType;
    private final int clockRate;
    private final int ssrc;
    private final int timestampOffset;
    private int sequence;
    private long packets;
    private long octets;

    /** Where packets go, one at a time. */
    interface Sink {
        /** Begins a packet of that many bytes; the caller then writes exactly that into the buffer. */
        ByteBuf begin(int bytes);

        /** The packet is complete. */
        void end();
    }

    RtpTrack(int payloadType, int clockRate, int ssrc, int firstSequence, int timestampOffset) {
        this.payloadType = payloadType;
        this.clockRate = clockRate;
        this.ssrc = ssrc;
        this.sequence = firstSequence & 0xffff;
        this.timestampOffset = timestampOffset;
    }

    int ssrc() {
        return ssrc;
    }

    int nextSequence() {
        return sequence;
    }

    /** @param ticks media time in units of the clock rate */
    int timestamp(long ticks) {
        return (int) ticks + timestampOffset;
    }

    long timestampUnsigned(long ticks) {
        return timestamp(ticks) & 0xffffffffL;
    }

    /** Sends one access unit, cut by RFC 6184 §5.8 or RFC 7798 §4.4.3 where it is too long. */
    void video(VideoCodec codec, List<byte[]> nalUnits, long ticks, Sink sink) {
        for (int i = 0; i < nalUnits.size(); i++) {
            byte[] nal = nalUnits.get(i);
            boolean last = i == nalUnits.size() - 1;
            if (nal.length <= MAX_PAYLOAD_BYTES) {
                packet(last, ticks, nal, 0, nal.length, sink);
            } else if (codec == VideoCodec.H264) {
                int indicator = nal[0] & 0xe0 | 28;
                fragments(nal, 1, new byte[] {(byte) indicator, 0}, nal[0] & 0x1f, last, ticks, sink);
            } else {
                int first = nal[0] & 0x81 | 49 << 1;
                fragments(nal, 2, new byte[] {(byte) first, nal[1], 0}, nal[0] >> 1 & 0x3f, last, ticks, sink);
            }
        }
    }

    private void fragments(byte[] nal, int from, byte[] head, int type, boolean last, long ticks, Sink sink) {
        int room = MAX_PAYLOAD_BYTES - head.length;
        for (int at = from; at < nal.length; at += room) {
            int length = Math.min(room, nal.length - at);
            boolean end = at + length == nal.length;
            head[head.length - 1] = (byte) (type | (at == from ? 0x80 : 0) | (end ? 0x40 : 0));
            ByteBuf out = sink.begin(RtpHeader.BYTES + head.length + length);
            RtpHeader.write(out, last && end, payloadType, sequence, timestamp(ticks), ssrc);
            out.writeBytes(head).writeBytes(nal, at, length);
            sink.end();
            count(head.length + length);
        }
    }

    /** Sends one packet as it is. */
    void packet(boolean marker, long ticks, byte[] payload, int offset, int length, Sink sink) {
        ByteBuf out = sink.begin(RtpHeader.BYTES + length);
        RtpHeader.write(out, marker, payloadType, sequence, timestamp(ticks), ssrc);
        out.writeBytes(payload, offset, length);
        sink.end();
        count(length);
    }

    private void count(int payloadBytes) {
        sequence = sequence + 1 & 0xffff;
        packets++;
        octets += payloadBytes;
    }

    /** A sender report with the device's own idea of the time (RFC 3550 §6.4.1), and who is speaking. */
    void report(ByteBuf out, long ticks, Instant ownTime) {
        long seconds = ownTime.getEpochSecond() + SECONDS_1900_TO_1970;
        long fraction = ((long) ownTime.getNano() << 32) / 1_000_000_000L;
        RtcpCodec.write(
                List.of(
                        new RtcpPacket.SenderReport(
                                ssrc, seconds << 32 | fraction, timestamp(ticks), packets, octets, List.of()),
                        new RtcpPacket.SourceDescription(ssrc, "camera")),
                out);
    }

    int clockRate() {
        return clockRate;
    }
}
