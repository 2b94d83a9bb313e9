package org.sharpeyes.media.video;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.function.Consumer;
import org.sharpeyes.media.rtp.RtpHeader;

/**
 * Makes RTP packets of pictures: H.264 as single NAL units and FU-A, H.265 as single NAL units and FU, small units in
 * front of the slices together in one STAP-A or AP. Confined to one thread.
 */
public final class Packetizer {
    private final VideoCodec codec;
    private final int payloadType;
    private final int ssrc;
    private final int maxPacketBytes;
    private final boolean aggregate;
    private final ByteBufAllocator allocator;
    private int sequence;

    /**
     * @param firstSequence 0 to 65535
     * @param maxPacketBytes RTP header included, at least 64
     * @param aggregate whether neighbouring small units share a packet
     */
    public Packetizer(
            VideoCodec codec,
            int payloadType,
            int ssrc,
            int firstSequence,
            int maxPacketBytes,
            boolean aggregate,
            ByteBufAllocator allocator) {
        if (maxPacketBytes < 64 || maxPacketBytes > 65_535) {
            throw new IllegalArgumentException("packet: " + maxPacketBytes + " bytes (expected: 64 to 65535)");
        }
        this.codec = requireNonNull(codec, "codec");
        this.payloadType = payloadType;
        this.ssrc = ssrc;
        this.sequence = firstSequence & 0xFFFF;
        this.maxPacketBytes = maxPacketBytes;
        this.aggregate = aggregate;
        this.allocator = requireNonNull(allocator, "allocator");
    }

    /** Sequence number of the next packet, 0 to 65535. */
    public int nextSequence() {
        return sequence;
    }

    /**
     * Packets of one picture; the last one has the marker.
     *
     * @param nalUnits without start codes; borrowed, not moved
     * @param timestamp 32 bits, in 1/90000 s
     * @param out owns each packet it gets
     */
    public void packetize(List<ByteBuf> nalUnits, int timestamp, Consumer<ByteBuf> out) {
        int room = maxPacketBytes - RtpHeader.BYTES;
        for (int i = 0; i < nalUnits.size(); ) {
            ByteBuf unit = nalUnits.get(i);
            int together = aggregate ? fitting(nalUnits, i, room) : 1;
            boolean last = i + together == nalUnits.size();
            if (together > 1) {
                aggregate(nalUnits.subList(i, i + together), timestamp, last, out);
            } else if (unit.readableBytes() <= room) {
                ByteBuf packet = head(last, timestamp, unit.readableBytes());
                out.accept(packet.writeBytes(unit, unit.readerIndex(), unit.readableBytes()));
            } else {
                fragment(unit, timestamp, last, room, out);
            }
            i += together;
        }
    }

    private int fitting(List<ByteBuf> units, int from, int room) {
        int bytes = codec.nalHeaderBytes();
        int count = 0;
        for (int i = from; i < units.size(); i++) {
            bytes += 2 + units.get(i).readableBytes();
            if (bytes > room) {
                break;
            }
            count++;
        }
        return Math.max(1, count);
    }

    private void aggregate(List<ByteBuf> units, int timestamp, boolean last, Consumer<ByteBuf> out) {
        ByteBuf packet = head(last, timestamp, maxPacketBytes);
        if (codec == VideoCodec.H264) {
            int importance = 0;
            for (ByteBuf unit : units) {
                importance = Math.max(importance, unit.getByte(unit.readerIndex()) & 0x60);
            }
            packet.writeByte(importance | 24);
        } else {
            packet.writeByte(48 << 1).writeByte(1);
        }
        for (ByteBuf unit : units) {
            packet.writeShort(unit.readableBytes()).writeBytes(unit, unit.readerIndex(), unit.readableBytes());
        }
        out.accept(packet);
    }

    private void fragment(ByteBuf unit, int timestamp, boolean last, int room, Consumer<ByteBuf> out) {
        int head = codec.nalHeaderBytes();
        int first = unit.getUnsignedByte(unit.readerIndex());
        int at = unit.readerIndex() + head;
        int chunk = room - head - 1;
        boolean start = true;
        while (at < unit.writerIndex()) {
            int bytes = Math.min(chunk, unit.writerIndex() - at);
            boolean end = at + bytes == unit.writerIndex();
            ByteBuf packet = head(last && end, timestamp, head + 1 + bytes);
            int flags = (start ? 0x80 : 0) | (end ? 0x40 : 0);
            if (codec == VideoCodec.H264) {
                packet.writeByte(first & 0xE0 | 28).writeByte(flags | first & 0x1F);
            } else {
                packet.writeByte(first & 0x81 | 49 << 1).writeByte(unit.getByte(unit.readerIndex() + 1));
                packet.writeByte(flags | first >> 1 & 0x3F);
            }
            out.accept(packet.writeBytes(unit, at, bytes));
            at += bytes;
            start = false;
        }
    }

    private ByteBuf head(boolean marker, int timestamp, int payloadBytes) {
        ByteBuf packet = allocator.buffer(RtpHeader.BYTES + payloadBytes);
        RtpHeader.write(packet, marker, payloadType, sequence, timestamp, ssrc);
        sequence = sequence + 1 & 0xFFFF;
        return packet;
    }
}
