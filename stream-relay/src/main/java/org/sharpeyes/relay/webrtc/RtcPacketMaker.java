package org.sharpeyes.relay.webrtc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.Packetizer;
import org.sharpeyes.media.video.ParameterSet;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.picture.PictureMaker;
import org.sharpeyes.relay.picture.VideoTrack;

/**
 * Makes packets that fit into WebRTC, framed as RTP pictures are, once for all its viewers: small enough for any path, a
 * marker at the end of each picture and only there, parameter sets before each key frame. Sound passes as it is.
 *
 * <p>A stream that reorders its pictures is not made at all: WebRTC shows pictures in the order in which they come.
 *
 * <p>Confined to the stream's owner thread.
 */
public final class RtcPacketMaker implements PictureMaker {
    /** Largest packet, RTP header included: with extension, tag, UDP and IPv6 it stays below 1,280 bytes. */
    static final int MAX_PACKET_BYTES = 1160;

    private static final int ANY_PAYLOAD_TYPE = 96;
    private static final Set<String> SOUND = Set.of("PCMA", "PCMU");

    private final VideoTrack video;
    private final Set<Integer> sound;
    private final ByteBufAllocator allocator;
    private final Consumer<Picture> sink;
    private final Depacketizer depacketizer;
    private final Packetizer packetizer;

    private boolean waitsForKey = true;
    private boolean reorders;
    private long lastTimestamp = Long.MIN_VALUE;
    private long arrivedNanos;

    /**
     * @param sink gets each picture and the ownership of it
     * @return {@code null} if the stream has no video that is understood
     */
    public static @Nullable RtcPacketMaker of(
            StreamDescription description, ByteBufAllocator allocator, Consumer<Picture> sink) {
        return VideoTrack.of(description)
                .map(video -> new RtcPacketMaker(video, soundOf(description), allocator, sink))
                .orElse(null);
    }

    private RtcPacketMaker(VideoTrack video, Set<Integer> sound, ByteBufAllocator allocator, Consumer<Picture> sink) {
        this.video = video;
        this.sound = sound;
        this.allocator = allocator;
        this.sink = sink;
        this.depacketizer = new Depacketizer(video.codec(), video.hint(), allocator);
        this.packetizer = new Packetizer(video.codec(), ANY_PAYLOAD_TYPE, 0, 0, MAX_PACKET_BYTES, true, allocator);
    }

    private static Set<Integer> soundOf(StreamDescription description) {
        List<Integer> tracks = new ArrayList<>();
        for (int i = 0; i < description.tracks().size(); i++) {
            TrackDescription track = description.tracks().get(i);
            if (track.kind() == TrackDescription.Kind.AUDIO
                    && SOUND.contains(track.encoding().toUpperCase(Locale.ROOT))) {
                tracks.add(i);
            }
        }
        return Set.copyOf(tracks);
    }

    @Override
    public void push(Picture picture) {
        if (picture.kind() == Picture.Kind.CONTROL) {
            return;
        }
        if (picture.track() != video.index()) {
            if (sound.contains(picture.track()) && picture.bytes() <= MAX_PACKET_BYTES) {
                sink.accept(picture.retain());
            }
            return;
        }
        arrivedNanos = picture.arrivedNanos();
        ByteBuf framed = picture.buffer();
        int at = framed.readerIndex();
        while (at + 4 <= framed.writerIndex()) {
            int length = framed.getUnsignedShort(at + 2);
            depacketizer.push(framed.slice(at + 4, length), this::unit);
            at += 4 + length;
        }
    }

    @Override
    public void restart() {
        waitsForKey = true;
    }

    @Override
    public void close() {
        depacketizer.close();
    }

    private void unit(AccessUnit unit) {
        try {
            reorders |= unit.timestamp() < lastTimestamp && !unit.keyFrame()
                    || VideoTrack.reorderDepth(unit.parameterSets()) > 0;
            lastTimestamp = unit.timestamp();
            waitsForKey |= unit.afterLoss() || reorders;
            if (waitsForKey && !unit.keyFrame() || !unit.parameterSets().isComplete() || reorders) {
                return;
            }
            waitsForKey = false;
            sink.accept(packets(unit));
        } finally {
            unit.release();
        }
    }

    private Picture packets(AccessUnit unit) {
        List<ByteBuf> units = new ArrayList<>();
        boolean hasSets = false;
        VideoCodec codec = unit.codec();
        for (ByteBuf nal : unit.nalUnits()) {
            int type = codec.nalType(nal.getByte(nal.readerIndex()));
            hasSets |= codec.isParameterSet(type);
            if (!codec.isDelimiter(type)) {
                units.add(nal);
            }
        }
        if (unit.keyFrame() && !hasSets) {
            units.addAll(0, sets(unit.parameterSets()));
        }
        ByteBuf out = allocator.directBuffer(unit.data().readableBytes() + 256);
        packetizer.packetize(units, (int) unit.timestamp(), packet -> {
            out.writeByte('$').writeByte(2 * video.index()).writeShort(packet.readableBytes());
            out.writeBytes(packet);
            packet.release();
        });
        Picture.Kind kind = unit.keyFrame() ? Picture.Kind.KEY : Picture.Kind.DELTA;
        return new Picture(out, kind, video.index(), (int) unit.timestamp(), arrivedNanos);
    }

    private static List<ByteBuf> sets(ParameterSets sets) {
        List<ByteBuf> units = new ArrayList<>();
        for (List<ParameterSet> kind : List.of(sets.vps(), sets.sps(), sets.pps())) {
            kind.forEach(set -> units.add(Unpooled.wrappedBuffer(set.toBytes())));
        }
        return units;
    }
}
