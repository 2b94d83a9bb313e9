package org.sharpeyes.relay.playback;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtp.RtcpCodec;
import org.sharpeyes.media.rtp.RtcpPacket;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.video.Packetizer;
import org.sharpeyes.media.video.ParameterSet;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.picture.Picture;

/**
 * Makes framed RTP pictures of the samples of one track: video by {@link Packetizer}, AAC after RFC 3640 (mode AAC-hbr),
 * everything else octet by octet. Packets have at most {@value #MAX_PACKET_BYTES} bytes.
 *
 * <p>Confined to one thread.
 */
public final class SampleFramer {
    /** RTP header included: what fits through tunnels and VPNs unfragmented. */
    public static final int MAX_PACKET_BYTES = 1400;

    private static final int FRAME_HEAD = 4;
    /** The replay extension (ONVIF Streaming §6.3): head, NTP time, flags, CSeq, padding. */
    private static final int EXTENSION_BYTES = 16;

    private static final int EXTENSION = 0xABAC;
    private static final int EXTENSION_WORDS = 3;
    private static final int CLEAN_POINT = 0x80;
    private static final int DISCONTINUITY = 0x20;
    private static final long UNIX_TO_NTP_SECONDS = 2_208_988_800L;

    private final int track;
    private final int ssrc;
    private final boolean replayExtension;
    private final ByteBufAllocator allocator;
    private TrackDescription description;
    private @Nullable VideoCodec codec;
    private @Nullable Packetizer packetizer;
    private List<ByteBuf> parameterSets = List.of();
    private int sequence;
    private long packets;
    private long octets;

    /** @param replayExtension whether pictures say their time in the recording */
    public SampleFramer(
            int track,
            TrackDescription description,
            int ssrc,
            int firstSequence,
            boolean replayExtension,
            ByteBufAllocator allocator) {
        this.track = track;
        this.ssrc = ssrc;
        this.sequence = firstSequence & 0xFFFF;
        this.replayExtension = replayExtension;
        this.allocator = allocator;
        this.description = description;
        format(description);
    }

    /** The parameters of what follows; the payload type stays that of the first description. */
    void format(TrackDescription now) {
        int payloadType = description.payloadType();
        description = now;
        VideoCodec video = now.video() ? VideoCodec.of(now.encoding()).orElse(null) : null;
        codec = video;
        if (video == null) {
            packetizer = null;
            parameterSets = List.of();
            return;
        }
        int room = MAX_PACKET_BYTES - (replayExtension ? EXTENSION_BYTES : 0);
        packetizer = new Packetizer(video, payloadType, ssrc, sequence, room, true, allocator);
        ParameterSets sets = ParameterSets.ofFormatParameters(video, parameters(now.format()));
        List<ByteBuf> all = new ArrayList<>();
        for (List<ParameterSet> kind : List.of(sets.vps(), sets.sps(), sets.pps())) {
            kind.forEach(set -> all.add(Unpooled.wrappedBuffer(set.toBytes())));
        }
        parameterSets = List.copyOf(all);
    }

    int clockRate() {
        return description.clockRate();
    }

    int nextSequence() {
        return sequence;
    }

    /**
     * One picture.
     *
     * @param sample borrowed
     * @param discontinuity whether it follows the one before it in the recording
     */
    public Picture frame(
            MediaSample sample, int timestamp, Picture.Kind kind, boolean discontinuity, int cseq, long nowNanos) {
        ByteBuf data = sample.data();
        ByteBuf out = allocator.directBuffer(data.readableBytes() + data.readableBytes() / 16 + 256);
        Extension extension = replayExtension ? new Extension(sample.time(), sample.key(), discontinuity, cseq) : null;
        Packetizer video = packetizer;
        VideoCodec known = codec;
        if (video != null && known != null) {
            First first = new First(extension);
            video.packetize(units(data, known, sample.key()), timestamp, packet -> {
                append(out, packet, first.take());
                packet.release();
            });
            sequence = video.nextSequence();
        } else if (description.encoding().toLowerCase(Locale.ROOT).equals("mpeg4-generic")) {
            ByteBuf payload = allocator.buffer(4 + data.readableBytes());
            // One access unit: headers of 16 bits altogether, size in 13 of them, index 0.
            payload.writeShort(16).writeShort(data.readableBytes() << 3);
            payload.writeBytes(data, data.readerIndex(), data.readableBytes());
            plain(out, payload, timestamp, extension);
            payload.release();
        } else {
            plain(out, data, timestamp, extension);
        }
        return new Picture(out, kind, track, timestamp, nowNanos);
    }

    /** Where the track's clock stands in the time of the recording. */
    Picture senderReport(Instant time, int timestamp, long nowNanos) {
        ByteBuf report = allocator.buffer(64);
        RtcpCodec.write(
                List.of(
                        new RtcpPacket.SenderReport(ssrc, ntp(time), timestamp, packets, octets, List.of()),
                        new RtcpPacket.SourceDescription(ssrc, "sharp-eyes")),
                report);
        return control(report, timestamp, nowNanos);
    }

    /** Says that nothing more comes. */
    Picture goodbye(int timestamp, long nowNanos) {
        ByteBuf bye = allocator.buffer(64);
        RtcpCodec.write(
                List.of(
                        new RtcpPacket.ReceiverReport(ssrc, List.of()),
                        new RtcpPacket.SourceDescription(ssrc, "sharp-eyes"),
                        new RtcpPacket.Goodbye(List.of(ssrc), "end of recording")),
                bye);
        return control(bye, timestamp, nowNanos);
    }

    private Picture control(ByteBuf packet, int timestamp, long nowNanos) {
        ByteBuf out = allocator.directBuffer(FRAME_HEAD + packet.readableBytes());
        out.writeByte('$').writeByte(2 * track + 1).writeShort(packet.readableBytes());
        out.writeBytes(packet);
        packet.release();
        return new Picture(out, Picture.Kind.CONTROL, track, timestamp, nowNanos);
    }

    private List<ByteBuf> units(ByteBuf data, VideoCodec video, boolean key) {
        List<ByteBuf> units = new ArrayList<>();
        boolean hasSets = false;
        int at = data.readerIndex();
        while (at + 4 <= data.writerIndex()) {
            int length = data.getInt(at);
            if (length <= 0 || length > data.writerIndex() - at - 4) {
                // Damage on a disk costs a picture, not the playback.
                break;
            }
            hasSets |= video.isParameterSet(video.nalType(data.getByte(at + 4)));
            units.add(data.slice(at + 4, length));
            at += 4 + length;
        }
        if (key && !hasSets) {
            units.addAll(0, parameterSets);
        }
        return units;
    }

    private void plain(ByteBuf out, ByteBuf data, int timestamp, @Nullable Extension extension) {
        int room = MAX_PACKET_BYTES - RtpHeader.BYTES - (replayExtension ? EXTENSION_BYTES : 0);
        int at = data.readerIndex();
        boolean audio = description.kind() == TrackDescription.Kind.AUDIO;
        Extension once = extension;
        do {
            int some = Math.min(room, data.writerIndex() - at);
            boolean last = at + some == data.writerIndex();
            ByteBuf packet = allocator.buffer(RtpHeader.BYTES + some);
            // Sound has its marker at the start of a talk spurt only; a document of metadata ends with it.
            RtpHeader.write(packet, last && !audio, description.payloadType(), sequence, timestamp, ssrc);
            packet.writeBytes(data, at, some);
            append(out, packet, once);
            packet.release();
            once = null;
            sequence = sequence + 1 & 0xFFFF;
            at += some;
        } while (at < data.writerIndex());
    }

    private void append(ByteBuf out, ByteBuf packet, @Nullable Extension extension) {
        int bytes = packet.readableBytes();
        packets++;
        octets += bytes - RtpHeader.BYTES;
        int added = extension == null ? 0 : EXTENSION_BYTES;
        out.writeByte('$').writeByte(2 * track).writeShort(bytes + added);
        int head = out.writerIndex();
        out.writeBytes(packet, packet.readerIndex(), RtpHeader.BYTES);
        if (extension != null) {
            out.setByte(head, out.getByte(head) | 0x10);
            extension.write(out);
        }
        out.writeBytes(packet, packet.readerIndex() + RtpHeader.BYTES, bytes - RtpHeader.BYTES);
    }

    private static long ntp(Instant time) {
        long seconds = time.getEpochSecond() + UNIX_TO_NTP_SECONDS;
        long fraction = ((long) time.getNano() << 32) / 1_000_000_000L;
        return seconds << 32 | fraction;
    }

    private static Map<String, String> parameters(@Nullable String format) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : format == null ? new String[0] : format.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).strip());
            }
        }
        return parameters;
    }

    private record Extension(Instant time, boolean key, boolean discontinuity, int cseq) {
        void write(ByteBuf out) {
            out.writeShort(EXTENSION).writeShort(EXTENSION_WORDS).writeLong(ntp(time));
            out.writeByte((key ? CLEAN_POINT : 0) | (discontinuity ? DISCONTINUITY : 0))
                    .writeByte(cseq)
                    .writeShort(0);
        }
    }

    /** Only the first packet of a picture carries the extension. */
    private static final class First {
        private @Nullable Extension extension;

        First(@Nullable Extension extension) {
            this.extension = extension;
        }

        @Nullable
        Extension take() {
            Extension once = extension;
            extension = null;
            return once;
        }
    }
}
