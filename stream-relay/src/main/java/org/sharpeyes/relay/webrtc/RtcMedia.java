package org.sharpeyes.relay.webrtc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtp.RtcpCodec;
import org.sharpeyes.media.rtp.RtcpPacket;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.relay.picture.Picture;

/**
 * The packets of one viewer: shared pictures get the viewer's own SSRC, payload type and sequence numbers and are
 * encrypted; packets that were lost are sent again as retransmissions (RFC 4588); sender reports tell the time.
 *
 * <p>Confined to the viewer's event loop.
 */
public final class RtcMedia {
    private static final int PACKET_BYTES = 1500;
    private static final int FRAME_HEAD = 4;
    private static final long HISTORY_NANOS = 1_500_000_000L;
    private static final long REPAIR_PAUSE_NANOS = 15_000_000L;
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final int FIRST_SEQUENCES = 0x8000;
    /** Retransmissions between two reports; a viewer that wants more is served with a key frame. */
    private static final int MAX_REPAIRS = 1000;
    /** Least and most delay that the browser shall add, 12 bits of 10 ms each: none, and what its network needs. */
    private static final int PLAYOUT_DELAY = 0 << 12 | 40;

    private static final class Out {
        final RtcTrack track;
        final @Nullable PacketHistory history;
        long index;
        long repairIndex;
        long packets;
        long octets;
        boolean any;
        int timestamp;
        long arrivedNanos;

        Out(RtcTrack track, int firstIndex, int firstRepairIndex) {
            this.track = track;
            this.history = track.repairs() ? new PacketHistory(HISTORY_NANOS) : null;
            this.index = firstIndex;
            this.repairIndex = firstRepairIndex;
        }
    }

    private final List<Out> tracks = new ArrayList<>();
    private final SrtpSession srtp;
    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> sink;
    private final byte[] packet = new byte[PACKET_BYTES + SrtpSession.OVERHEAD_BYTES];
    private int repairs;
    private long repairedPackets;

    /**
     * @param randomBits of any kind, for the first sequence numbers
     * @param sink owns each datagram it gets
     */
    public RtcMedia(
            List<RtcTrack> agreed,
            SrtpSession srtp,
            long randomBits,
            ByteBufAllocator allocator,
            Consumer<ByteBuf> sink) {
        long bits = randomBits;
        for (RtcTrack track : agreed) {
            // Below 2^15, so that no early loss can make the peer guess a wrong roll-over counter (RFC 3711 §3.3.1).
            tracks.add(new Out(track, (int) (bits & FIRST_SEQUENCES - 1), (int) (bits >>> 16 & FIRST_SEQUENCES - 1)));
            bits >>>= 20;
        }
        this.srtp = srtp;
        this.allocator = allocator;
        this.sink = sink;
    }

    /** Whether the viewer gets this track of the stream. */
    public boolean carries(int track) {
        return find(track) != null;
    }

    /**
     * Sends all packets of a picture.
     *
     * @param picture framed by {@link RtcPacketMaker}; borrowed
     * @param timestamp instead of the picture's own
     * @return bytes that were sent
     */
    public int send(Picture picture, int timestamp, long nowNanos) {
        Out out = find(picture.track());
        if (out == null) {
            return 0;
        }
        out.any = true;
        out.timestamp = picture.timestamp();
        out.arrivedNanos = picture.arrivedNanos();
        ByteBuf framed = picture.buffer();
        int at = framed.readerIndex();
        int sent = 0;
        while (at + FRAME_HEAD <= framed.writerIndex()) {
            int length = framed.getUnsignedShort(at + 2);
            ByteBuf one = framed.slice(at + FRAME_HEAD, length);
            if (RtpHeader.isValid(one)) {
                sent += first(out, picture, one, at + FRAME_HEAD, timestamp, nowNanos);
            }
            at += FRAME_HEAD + length;
        }
        return sent;
    }

    private int first(Out out, Picture picture, ByteBuf one, int offset, int timestamp, long nowNanos) {
        long index = out.index++;
        RtcTrack track = out.track;
        int head = head(track, track.payloadType(), (int) index, timestamp, track.ssrc(), RtpHeader.marker(one));
        int payload = RtpHeader.payloadLength(one);
        if (head + payload > PACKET_BYTES) {
            throw new IllegalStateException("packet of " + payload + " bytes (expected: at most " + PACKET_BYTES + ")");
        }
        one.getBytes(RtpHeader.payloadIndex(one), packet, head, payload);
        out.packets++;
        out.octets += payload;
        PacketHistory history = out.history;
        if (history != null) {
            history.add(new PacketHistory.Sent(picture, offset, one.readableBytes(), timestamp, index, nowNanos));
        }
        int length = srtp.protectRtp(packet, head, head + payload, track.ssrc(), index);
        emit(length);
        return length;
    }

    /** Sends lost packets again, as far as they are kept. */
    public void repair(RtcFeedback.Lost lost, long nowNanos) {
        for (Out out : tracks) {
            PacketHistory history = out.history;
            if (history == null || out.track.ssrc() != lost.ssrc()) {
                continue;
            }
            for (int sequence : lost.sequences()) {
                if (repairs >= MAX_REPAIRS) {
                    return;
                }
                PacketHistory.Sent sent = history.find(sequence, nowNanos, REPAIR_PAUSE_NANOS);
                if (sent != null) {
                    repairs++;
                    repairedPackets++;
                    again(out, sent);
                }
            }
        }
    }

    private void again(Out out, PacketHistory.Sent sent) {
        RtcTrack track = out.track;
        ByteBuf one = sent.picture().buffer().slice(sent.offset(), sent.length());
        long index = out.repairIndex++;
        int head = head(
                track,
                track.repairPayloadType(),
                (int) index,
                sent.timestamp(),
                track.repairSsrc(),
                RtpHeader.marker(one));
        packet[head] = (byte) (sent.index() >>> 8);
        packet[head + 1] = (byte) sent.index();
        int payload = RtpHeader.payloadLength(one);
        one.getBytes(RtpHeader.payloadIndex(one), packet, head + 2, payload);
        emit(srtp.protectRtp(packet, head, head + 2 + payload, track.repairSsrc(), index));
    }

    /** Writes an RTP header and says how long it is. */
    private int head(RtcTrack track, int payloadType, int sequence, int timestamp, int ssrc, boolean marker) {
        boolean extended = track.delayExtension() > 0;
        packet[0] = (byte) (extended ? 0x90 : 0x80);
        packet[1] = (byte) ((marker ? 0x80 : 0) | payloadType);
        packet[2] = (byte) (sequence >>> 8);
        packet[3] = (byte) sequence;
        SrtpCipher.put(packet, 4, timestamp);
        SrtpCipher.put(packet, 8, ssrc);
        if (!extended) {
            return RtpHeader.BYTES;
        }
        // One-byte header extensions (RFC 8285 §4.2): one of three bytes fills a word.
        SrtpCipher.put(packet, 12, 0xBEDE0001);
        SrtpCipher.put(packet, 16, track.delayExtension() << 28 | 2 << 24 | PLAYOUT_DELAY);
        return RtpHeader.BYTES + 8;
    }

    /** Sends a report of each track that has sent anything (RFC 3550 §6.4.1); about once a second. */
    public void report(Instant now, long nowNanos) {
        repairs = 0;
        for (Out out : tracks) {
            PacketHistory history = out.history;
            if (history != null) {
                history.forget(nowNanos);
            }
            if (out.any) {
                long ticks = (nowNanos - out.arrivedNanos) / 1000 * out.track.clockRate() / 1_000_000;
                long ntp = now.getEpochSecond() + SECONDS_1900_TO_1970 << 32
                        | ((long) now.getNano() << 32) / 1_000_000_000L;
                control(List.of(
                        new RtcpPacket.SenderReport(
                                out.track.ssrc(), ntp, out.timestamp + (int) ticks, out.packets, out.octets, List.of()),
                        new RtcpPacket.SourceDescription(out.track.ssrc(), "live")));
            }
        }
    }

    /** Tells the peer that nothing more comes. */
    public void goodbye() {
        for (Out out : tracks) {
            int ssrc = out.track.ssrc();
            control(List.of(new RtcpPacket.ReceiverReport(ssrc, List.of()), new RtcpPacket.Goodbye(List.of(ssrc), "")));
        }
    }

    private void control(List<RtcpPacket> packets) {
        ByteBuf compound = Unpooled.buffer(128);
        RtcpCodec.write(packets, compound);
        int length = compound.readableBytes();
        compound.readBytes(packet, 0, length);
        emit(srtp.protectRtcp(packet, length));
    }

    /** What a protected RTCP compound asks for; empty if it is forged or repeated. */
    public List<RtcFeedback> feedback(byte[] compound, int length) {
        int clear = srtp.unprotectRtcp(compound, length);
        return clear < 0 ? List.of() : RtcFeedback.parse(compound, clear);
    }

    public long repairedPackets() {
        return repairedPackets;
    }

    /** RTCP that was forged, damaged or repeated. */
    public long refusedPackets() {
        return srtp.refused();
    }

    /** Lets go of all pictures. */
    public void close() {
        for (Out out : tracks) {
            PacketHistory history = out.history;
            if (history != null) {
                history.clear();
            }
        }
    }

    private void emit(int length) {
        sink.accept(allocator.directBuffer(length).writeBytes(packet, 0, length));
    }

    private @Nullable Out find(int track) {
        for (Out out : tracks) {
            if (out.track.index() == track) {
                return out;
            }
        }
        return null;
    }
}
