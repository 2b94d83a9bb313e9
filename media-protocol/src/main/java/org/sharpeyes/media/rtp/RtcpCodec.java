package org.sharpeyes.media.rtp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes RTCP compounds (RFC 3550 §6). Stateless.
 */
public final class RtcpCodec {
    public static final int SENDER_REPORT = 200;
    public static final int RECEIVER_REPORT = 201;
    public static final int SOURCE_DESCRIPTION = 202;
    public static final int GOODBYE = 203;

    private static final int BLOCK_BYTES = 24;
    private static final int CNAME = 1;

    private RtcpCodec() {}

    /** Whether the second byte says RTCP and not RTP (RFC 5761 §4), for channels that cameras mix up. */
    public static boolean looksLikeRtcp(ByteBuf packet) {
        if (packet.readableBytes() < 8) {
            return false;
        }
        int type = packet.getUnsignedByte(packet.readerIndex() + 1);
        return type >= 192 && type <= 223;
    }

    /**
     * The packets in {@code compound}, which is borrowed and not moved. Reading ends at the first byte that makes no
     * sense; what stood before counts.
     */
    public static List<RtcpPacket> parse(ByteBuf compound) {
        List<RtcpPacket> packets = new ArrayList<>(2);
        int at = compound.readerIndex();
        int limit = compound.writerIndex();
        while (limit - at >= 4) {
            int head = compound.getUnsignedByte(at);
            int bytes = 4 + compound.getUnsignedShort(at + 2) * 4;
            if (head >> 6 != 2 || bytes > limit - at) {
                break;
            }
            read(compound, at, bytes, head & 0x1F, packets);
            at += bytes;
        }
        return packets;
    }

    private static void read(ByteBuf in, int at, int bytes, int count, List<RtcpPacket> packets) {
        int type = in.getUnsignedByte(at + 1);
        if (type == SENDER_REPORT && bytes >= 28) {
            packets.add(new RtcpPacket.SenderReport(
                    in.getInt(at + 4),
                    in.getLong(at + 8),
                    in.getInt(at + 16),
                    in.getUnsignedInt(at + 20),
                    in.getUnsignedInt(at + 24),
                    blocks(in, at + 28, at + bytes, count)));
        } else if (type == RECEIVER_REPORT && bytes >= 8) {
            packets.add(new RtcpPacket.ReceiverReport(in.getInt(at + 4), blocks(in, at + 8, at + bytes, count)));
        } else if (type == SOURCE_DESCRIPTION && bytes >= 8 && count > 0) {
            packets.add(new RtcpPacket.SourceDescription(in.getInt(at + 4), cname(in, at + 8, at + bytes)));
        } else if (type == GOODBYE) {
            packets.add(goodbye(in, at, bytes, count));
        } else {
            packets.add(new RtcpPacket.Other(type, bytes));
        }
    }

    private static List<RtcpPacket.ReportBlock> blocks(ByteBuf in, int from, int limit, int count) {
        List<RtcpPacket.ReportBlock> blocks = new ArrayList<>(1);
        for (int i = 0, at = from; i < count && at + BLOCK_BYTES <= limit; i++, at += BLOCK_BYTES) {
            blocks.add(new RtcpPacket.ReportBlock(
                    in.getInt(at),
                    in.getUnsignedByte(at + 4),
                    in.getMedium(at + 5),
                    in.getUnsignedInt(at + 8),
                    in.getUnsignedInt(at + 12),
                    in.getInt(at + 16),
                    in.getUnsignedInt(at + 20)));
        }
        return blocks;
    }

    private static String cname(ByteBuf in, int from, int limit) {
        int at = from;
        while (at + 2 <= limit && in.getByte(at) != 0) {
            int length = in.getUnsignedByte(at + 1);
            if (at + 2 + length > limit) {
                break;
            }
            if (in.getByte(at) == CNAME) {
                return in.toString(at + 2, length, StandardCharsets.UTF_8);
            }
            at += 2 + length;
        }
        return "";
    }

    private static RtcpPacket.Goodbye goodbye(ByteBuf in, int at, int bytes, int count) {
        List<Integer> sources = new ArrayList<>(1);
        int next = at + 4;
        for (int i = 0; i < count && next + 4 <= at + bytes; i++, next += 4) {
            sources.add(in.getInt(next));
        }
        String reason = "";
        if (next < at + bytes) {
            int length = Math.min(in.getUnsignedByte(next), at + bytes - next - 1);
            reason = in.toString(next + 1, length, StandardCharsets.UTF_8);
        }
        return new RtcpPacket.Goodbye(sources, reason);
    }

    /** Appends {@code packets} as one compound to {@code out}, which is borrowed. */
    public static void write(List<? extends RtcpPacket> packets, ByteBuf out) {
        for (RtcpPacket packet : packets) {
            write(packet, out);
        }
    }

    private static void write(RtcpPacket packet, ByteBuf out) {
        int start = out.writerIndex();
        if (packet instanceof RtcpPacket.SenderReport report) {
            head(out, report.blocks().size(), SENDER_REPORT);
            out.writeInt(report.ssrc()).writeLong(report.ntpTimestamp()).writeInt(report.rtpTimestamp());
            out.writeInt((int) report.packetCount()).writeInt((int) report.octetCount());
            report.blocks().forEach(block -> write(block, out));
        } else if (packet instanceof RtcpPacket.ReceiverReport report) {
            head(out, report.blocks().size(), RECEIVER_REPORT);
            out.writeInt(report.ssrc());
            report.blocks().forEach(block -> write(block, out));
        } else if (packet instanceof RtcpPacket.SourceDescription description) {
            head(out, 1, SOURCE_DESCRIPTION);
            out.writeInt(description.ssrc()).writeByte(CNAME);
            text(out, description.cname());
            out.writeByte(0);
        } else if (packet instanceof RtcpPacket.Goodbye goodbye) {
            head(out, goodbye.sources().size(), GOODBYE);
            goodbye.sources().forEach(out::writeInt);
            if (!goodbye.reason().isEmpty()) {
                text(out, goodbye.reason());
            }
        } else {
            throw new IllegalArgumentException("rtcp: " + packet + " (expected: a packet that can be written)");
        }
        out.writeZero(-(out.writerIndex() - start) & 3);
        out.setShort(start + 2, (out.writerIndex() - start) / 4 - 1);
    }

    private static void head(ByteBuf out, int count, int type) {
        if (count > 31) {
            throw new IllegalArgumentException("rtcp: " + count + " items (expected: at most 31)");
        }
        out.writeByte(0x80 | count).writeByte(type).writeShort(0);
    }

    private static void write(RtcpPacket.ReportBlock block, ByteBuf out) {
        out.writeInt(block.ssrc()).writeByte(block.fractionLost()).writeMedium(block.cumulativeLost());
        out.writeInt((int) block.highestSequence()).writeInt((int) block.jitter());
        out.writeInt(block.lastSenderReport()).writeInt((int) block.delaySinceLast());
    }

    private static void text(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, 255);
        out.writeByte(length).writeBytes(bytes, 0, length);
    }
}
