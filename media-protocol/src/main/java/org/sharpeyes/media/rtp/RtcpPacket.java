package org.sharpeyes.media.rtp;

import java.util.List;

/** One packet of an RTCP compound (RFC 3550 §6). Immutable. */
public sealed interface RtcpPacket
        permits RtcpPacket.SenderReport,
                RtcpPacket.ReceiverReport,
                RtcpPacket.SourceDescription,
                RtcpPacket.Goodbye,
                RtcpPacket.Other {

    /**
     * What one receiver says of one source (RFC 3550 §6.4.1).
     *
     * @param fractionLost 0 to 255, of 256
     * @param cumulativeLost 24 bits, signed
     * @param highestSequence extended, 32 bits
     * @param jitter in units of the track's clock, 32 bits
     * @param lastSenderReport middle 32 bits of the NTP time; 0 for none
     * @param delaySinceLast in 1/65536 s
     */
    record ReportBlock(
            int ssrc,
            int fractionLost,
            int cumulativeLost,
            long highestSequence,
            long jitter,
            int lastSenderReport,
            long delaySinceLast) {}

    /**
     * SR.
     *
     * @param ntpTimestamp 64 bits: seconds since 1900 and fraction
     * @param rtpTimestamp of the same moment, 32 bits
     * @param packetCount 32 bits unsigned
     * @param octetCount 32 bits unsigned
     */
    record SenderReport(
            int ssrc, long ntpTimestamp, int rtpTimestamp, long packetCount, long octetCount, List<ReportBlock> blocks)
            implements RtcpPacket {
        public SenderReport {
            blocks = List.copyOf(blocks);
        }
    }

    /** RR. */
    record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements RtcpPacket {
        public ReceiverReport {
            blocks = List.copyOf(blocks);
        }
    }

    /** SDES with the one item that matters; other items are skipped. */
    record SourceDescription(int ssrc, String cname) implements RtcpPacket {}

    /** BYE. */
    record Goodbye(List<Integer> sources, String reason) implements RtcpPacket {
        public Goodbye {
            sources = List.copyOf(sources);
        }
    }

    /** APP, feedback and what else there is: known by type and size only. */
    record Other(int type, int bytes) implements RtcpPacket {}
}
