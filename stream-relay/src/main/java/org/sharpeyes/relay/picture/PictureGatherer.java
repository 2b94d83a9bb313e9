package org.sharpeyes.relay.picture;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.video.PayloadInspector;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.TrackDescription;

/**
 * Gathers the RTP packets of one track into {@link Picture pictures}, framing them on the way. Each packet is copied
 * once, here, and never again.
 *
 * <p>A picture ends with the marker bit (RFC 3550 §5.1), or with the first packet of another time stamp, or, for cameras
 * that set no marker, when nothing came for {@link #HOLD_NANOS}. A marker on parameter sets alone does not end it (some
 * Tapo and Reolink cameras set it there): those belong to the picture that follows.
 *
 * <p>Confined to the stream's owner thread.
 */
public final class PictureGatherer {
    /** How long the packets of a camera without markers are held for more of the same picture. */
    public static final long HOLD_NANOS = 5_000_000;
    /** No camera makes larger ones; without a bound a source that never ends a picture would eat the memory. */
    static final int MAX_PICTURE_BYTES = 4 << 20;

    static final int FRAME_HEAD = 4;
    private static final int MAX_PACKET_BYTES = 0xFFFF;
    private static final int PICTURE = PayloadInspector.PICTURE_DATA | PayloadInspector.ENDS_WITH_PICTURE_DATA;
    private static final int FIRST_GUESS_BYTES = 4096;
    private static final int MARKERLESS_AFTER = 64;

    private final int track;
    private final boolean video;
    private final boolean keys;
    /** The one that viewers were told, whatever the source uses after a restart. */
    private final int payloadType;

    private final @Nullable VideoCodec codec;
    private final TrackTimeline timeline;
    private final ByteBufAllocator allocator;
    private final Consumer<Picture> sink;

    private @Nullable ByteBuf open;
    /** Union of the flags of the open picture's packets. */
    private int content;

    private int openTimestamp;
    private long openedNanos;
    private long lastPacketNanos;
    private int packetsSinceMarker;
    private int usualBytes = FIRST_GUESS_BYTES;
    private long malformed;
    private long foreign;
    private long oversized;

    /**
     * @param keys whether pictures of this track are what a viewer may start with: true for video, and for the tracks
     *     of a stream without video
     * @param sink gets each picture and the ownership of it
     */
    PictureGatherer(
            int track,
            boolean video,
            boolean keys,
            int clockRate,
            int payloadType,
            @Nullable VideoCodec codec,
            ByteBufAllocator allocator,
            Consumer<Picture> sink) {
        this.track = track;
        this.video = video;
        this.keys = keys;
        this.payloadType = payloadType;
        this.codec = codec;
        this.timeline = new TrackTimeline(clockRate);
        this.allocator = allocator;
        this.sink = sink;
    }

    /** One gatherer for each track of a stream, in their order. */
    public static List<PictureGatherer> forTracks(
            List<TrackDescription> tracks, ByteBufAllocator allocator, Consumer<Picture> sink) {
        boolean anyVideo = tracks.stream().anyMatch(TrackDescription::video);
        List<PictureGatherer> gatherers = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            TrackDescription track = tracks.get(i);
            gatherers.add(new PictureGatherer(
                    i,
                    track.video(),
                    track.video() || !anyVideo,
                    track.clockRate(),
                    track.payloadType(),
                    VideoCodec.of(track.encoding()).orElse(null),
                    allocator,
                    sink));
        }
        return List.copyOf(gatherers);
    }

    /**
     * Takes in one packet.
     *
     * @param packet borrowed; its indexes are not changed
     */
    public void packet(ByteBuf packet, long nowNanos) {
        int start = packet.readerIndex();
        int length = packet.readableBytes();
        if (length > MAX_PACKET_BYTES || !RtpHeader.isValid(packet)) {
            malformed++;
            return;
        }
        int second = packet.getByte(start + 1);
        int timestamp = packet.getInt(start + 4);
        int sequence = packet.getUnsignedShort(start + 2);
        if (!timeline.accept(packet.getInt(start + 8), sequence, timestamp, nowNanos)) {
            foreign++;
            return;
        }
        boolean marker = (second & 0x80) != 0;
        int outTimestamp = timeline.timestamp(timestamp);
        // Sound, metadata and codecs that are not looked into: every picture stands alone.
        int seen = codec == null
                ? PayloadInspector.KEY_FRAME | PICTURE
                : PayloadInspector.inspect(
                        codec, packet, RtpHeader.payloadIndex(packet), RtpHeader.payloadLength(packet));
        if (open != null && outTimestamp != openTimestamp && (content & PICTURE) != 0) {
            flush();
        }
        append(packet, start, length, marker, second, sequence, outTimestamp, seen, nowNanos);
        packetsSinceMarker = marker ? 0 : packetsSinceMarker + 1;
        if (!video || marker && (content & PICTURE) != 0) {
            flush();
        }
    }

    private void append(
            ByteBuf packet,
            int start,
            int length,
            boolean marker,
            int second,
            int sequence,
            int outTimestamp,
            int seen,
            long nowNanos) {
        ByteBuf into = open;
        if (into == null) {
            into = allocator.directBuffer(usualBytes + usualBytes / 4);
            open = into;
            openedNanos = nowNanos;
            content = 0;
        } else if (into.readableBytes() + FRAME_HEAD + length > MAX_PICTURE_BYTES) {
            oversized++;
            discard();
            return;
        }
        openTimestamp = outTimestamp;
        lastPacketNanos = nowNanos;
        content |= seen;
        into.writeByte('$').writeByte(2 * track).writeShort(length);
        int at = into.writerIndex();
        into.writeBytes(packet, start, length);
        into.setByte(at + 1, (marker ? 0x80 : 0) | payloadType);
        into.setShort(at + 2, timeline.sequence(sequence));
        into.setInt(at + 4, outTimestamp);
        into.setInt(at + 8, timeline.ssrc());
    }

    /** One sender report or other RTCP compound of this track's source; {@code packet} is borrowed. */
    public void control(ByteBuf packet, long nowNanos) {
        int start = packet.readerIndex();
        int length = packet.readableBytes();
        int report = RtcpHead.senderReportLength(packet, start, length);
        if (report < 0) {
            malformed++;
            return;
        }
        // Only the sender report goes on: a BYE of the camera must not end viewers whose stream will be reopened.
        if (report == 0 || !timeline.ownsSource(packet.getInt(start + 4))) {
            return;
        }
        ByteBuf into = allocator.directBuffer(FRAME_HEAD + report);
        into.writeByte('$').writeByte(2 * track + 1).writeShort(report);
        int at = into.writerIndex();
        into.writeBytes(packet, start, report);
        into.setInt(at + 4, timeline.ssrc());
        int timestamp = timeline.timestamp(packet.getInt(start + 16));
        into.setInt(at + 16, timestamp);
        sink.accept(new Picture(into, Picture.Kind.CONTROL, track, timestamp, nowNanos));
    }

    /** Whether {@link #flushIfHeld} should be called in {@link #HOLD_NANOS}: something is open and no marker will come. */
    public boolean needsTimer() {
        return open != null && packetsSinceMarker > MARKERLESS_AFTER;
    }

    /** Ends the open picture if nothing was added to it for {@link #HOLD_NANOS}. */
    public void flushIfHeld(long nowNanos) {
        if (open != null && nowNanos - lastPacketNanos >= HOLD_NANOS && (content & PICTURE) != 0) {
            flush();
        }
    }

    /** The source is gone: forgets the picture that will never be complete, and joins what comes next to what was. */
    public void restart() {
        discard();
        timeline.restart();
    }

    /** Packets that were no RTP, of another source, or part of a picture that grew too large. */
    public long dropped() {
        return malformed + foreign + oversized;
    }

    private void flush() {
        ByteBuf done = open;
        if (done == null) {
            return;
        }
        open = null;
        usualBytes = Math.max(FIRST_GUESS_BYTES, (usualBytes * 7 + done.readableBytes()) / 8);
        sink.accept(new Picture(done, kindOf(content), track, openTimestamp, openedNanos));
    }

    private Picture.Kind kindOf(int what) {
        if (!keys) {
            return Picture.Kind.SIDE;
        }
        return (what & PayloadInspector.KEY_FRAME) != 0 ? Picture.Kind.KEY : Picture.Kind.DELTA;
    }

    private void discard() {
        ByteBuf lost = open;
        if (lost != null) {
            open = null;
            lost.release();
        }
    }
}
