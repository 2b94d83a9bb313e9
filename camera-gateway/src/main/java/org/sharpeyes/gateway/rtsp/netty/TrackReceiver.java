package org.sharpeyes.gateway.rtsp.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sharpeyes.gateway.rtsp.UpstreamListener;
import org.sharpeyes.gateway.rtsp.UpstreamTrack;
import org.sharpeyes.media.rtp.ReceptionStatistics;
import org.sharpeyes.media.rtp.RtcpCodec;
import org.sharpeyes.media.rtp.RtcpPacket;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.rtp.SourceFilter;

/** What comes on one track: keeps foreign packets out, counts loss, writes receiver reports. On the session's loop. */
final class TrackReceiver {
    private final int track;
    private final int ssrc;
    private final SourceFilter filter;
    private final ReceptionStatistics statistics;

    /** @param ssrc of our reports */
    TrackReceiver(int track, UpstreamTrack description, int ssrc) {
        this.track = track;
        this.ssrc = ssrc;
        List<Integer> types = new ArrayList<>();
        types.add(description.map().payloadType());
        for (String format : description.media().formats()) {
            payloadType(format).ifPresent(types::add);
        }
        this.filter = new SourceFilter(types);
        this.statistics = new ReceptionStatistics(description.map().clockRate());
    }

    private static Optional<Integer> payloadType(String format) {
        boolean number =
                !format.isEmpty() && format.length() <= 3 && format.chars().allMatch(Character::isDigit);
        return number ? Optional.of(Integer.parseInt(format)).filter(type -> type <= 127) : Optional.empty();
    }

    /** Borrows {@code packet}; true when it was media of this track. */
    boolean onMedia(ByteBuf packet, long nowNanos, UpstreamListener listener) {
        if (!filter.accept(packet)) {
            if (RtcpCodec.looksLikeRtcp(packet)) {
                onControl(packet, nowNanos, listener); // cameras that swap the two channels
            }
            return false;
        }
        long before = statistics.lost();
        statistics.onPacket(
                RtpHeader.ssrc(packet), RtpHeader.sequenceNumber(packet), RtpHeader.timestamp(packet), nowNanos);
        long gap = statistics.lost() - before;
        if (gap > 0) {
            listener.lost(track, (int) gap);
        }
        listener.packet(track, packet);
        return true;
    }

    /** Borrows {@code packet}. A BYE means nothing: it is easily forged, and silence is noticed anyhow. */
    void onControl(ByteBuf packet, long nowNanos, UpstreamListener listener) {
        if (!RtcpCodec.looksLikeRtcp(packet)) {
            return;
        }
        for (RtcpPacket one : RtcpCodec.parse(packet)) {
            if (one instanceof RtcpPacket.SenderReport report) {
                statistics.onSenderReport(report, nowNanos);
            }
        }
        listener.control(track, packet);
    }

    long lost() {
        return statistics.lost();
    }

    long refused() {
        return filter.refused();
    }

    /** A receiver report with our name; the caller releases it. */
    ByteBuf report(long nowNanos, ByteBufAllocator allocator) {
        List<RtcpPacket.ReportBlock> blocks = statistics.started() ? List.of(statistics.report(nowNanos)) : List.of();
        ByteBuf out = allocator.buffer(64);
        RtcpCodec.write(
                List.of(
                        new RtcpPacket.ReceiverReport(ssrc, blocks),
                        new RtcpPacket.SourceDescription(ssrc, "sharp-eyes")),
                out);
        return out;
    }
}
