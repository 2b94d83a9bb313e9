package org.sharpeyes.testkit.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.sharpeyes.media.rtp.RtcpCodec;
import org.sharpeyes.media.rtp.RtcpPacket;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.video.Packetizer;
import org.sharpeyes.media.video.VideoCodec;

/** One RTP sender: makes packets, counts them, and reports them. Confined to the device's loop. */
final class RtpTrack {
    /** Header included; leaves room for IP, UDP and a VLAN tag in 1,500 bytes. */
    private static final int MAX_PACKET_BYTES = 1_412;

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final int timestampOffset = ThreadLocalRandom.current().nextInt();
    private final int soundPayloadType;
    private final Packetizer pictures;
    private final ByteBufAllocator allocator;
    private int soundSequence = ThreadLocalRandom.current().nextInt(65_536);
    private final boolean sound;
    private long packets;
    private long octets;

    /**
     * @param sound whether it carries sound, else pictures coded like that
     */
    RtpTrack(boolean sound, VideoCodec codec, int videoPayloadType, int soundPayloadType, ByteBufAllocator allocator) {
        this.sound = sound;
        this.soundPayloadType = soundPayloadType;
        this.allocator = allocator;
        this.pictures = new Packetizer(
                codec,
                videoPayloadType,
                ssrc,
                ThreadLocalRandom.current().nextInt(65_536),
                MAX_PACKET_BYTES,
                false,
                allocator);
    }

    int ssrc() {
        return ssrc;
    }

    int nextSequence() {
        return sound ? soundSequence : pictures.nextSequence();
    }

    /** @param ticks media time in units of the clock rate */
    int timestamp(long ticks) {
        return (int) ticks + timestampOffset;
    }

    long timestampUnsigned(long ticks) {
        return timestamp(ticks) & 0xffffffffL;
    }

    /**
     * Makes packets of one access unit.
     *
     * @param out owns each packet
     */
    void picture(List<byte[]> nalUnits, long ticks, Consumer<ByteBuf> out) {
        pictures.packetize(nalUnits.stream().map(Unpooled::wrappedBuffer).toList(), timestamp(ticks), packet -> {
            count(packet);
            out.accept(packet);
        });
    }

    /**
     * Makes one packet of sound.
     *
     * @param first whether a talk spurt begins
     * @return owned by the caller
     */
    ByteBuf sound(boolean first, long ticks, byte[] samples) {
        ByteBuf packet = allocator.buffer(RtpHeader.BYTES + samples.length);
        RtpHeader.write(packet, first, soundPayloadType, soundSequence, timestamp(ticks), ssrc);
        packet.writeBytes(samples);
        soundSequence = soundSequence + 1 & 0xffff;
        count(packet);
        return packet;
    }

    private void count(ByteBuf packet) {
        packets++;
        octets += packet.readableBytes() - RtpHeader.BYTES;
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
}
