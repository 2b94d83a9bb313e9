package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.PictureFormat;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.picture.InitSegment;
import org.sharpeyes.relay.picture.Picture;

/**
 * Makes one fMP4 fragment, ready as a WebSocket message, of every picture of a stream's video track:
 *
 * <pre>
 * WebSocket head | moof: mfhd, traf: tfhd, tfdt, trun of one sample | mdat
 * </pre>
 *
 * Times are those of the stream (RTP, 90 kHz, extended beyond 32 bits), the same for all viewers. After a loss nothing is
 * made until the next key frame: browsers' decoders take damage badly.
 *
 * <p>Confined to the stream's owner thread.
 */
public final class FragmentMaker implements AutoCloseable {
    private static final int MOOF_BYTES = 104;
    private static final int MDAT_HEAD = 8;
    private static final int WEB_SOCKET_HEAD = 10;
    private static final int USUAL_DURATION = 3600;
    private static final int LONGEST_DURATION = 10 * VideoInit.TIMESCALE;
    private static final int KEY_FLAGS = 0x02000000;
    private static final int DELTA_FLAGS = 0x01010000;
    /** Added to every time, in 1/90000 s: keeps the first decoding times of a reordered stream above zero. */
    public static final long ORIGIN = 10L * VideoInit.TIMESCALE;

    private final int track;
    private final ByteBufAllocator allocator;
    private final Consumer<Picture> sink;
    private final Depacketizer depacketizer;

    private @Nullable InitSegment init;
    private @Nullable DecodeTimes times;
    private boolean waitsForKey = true;
    private long arrivedNanos;
    private int sequence;
    private long lastDecode = -1;
    private int duration = USUAL_DURATION;

    /**
     * @param sink gets each fragment and the ownership of it
     * @return {@code null} if the stream has no video that fMP4 can carry
     */
    public static @Nullable FragmentMaker of(
            StreamDescription description, ByteBufAllocator allocator, Consumer<Picture> sink) {
        List<TrackDescription> tracks = description.tracks();
        for (int i = 0; i < tracks.size(); i++) {
            VideoCodec codec = VideoCodec.of(tracks.get(i).encoding()).orElse(null);
            if (tracks.get(i).video() && codec != null) {
                ParameterSets hint = ParameterSets.ofFormatParameters(
                        codec, FormatParameters.parse(tracks.get(i).format()));
                return new FragmentMaker(i, codec, hint, allocator, sink);
            }
        }
        return null;
    }

    private FragmentMaker(
            int track, VideoCodec codec, ParameterSets hint, ByteBufAllocator allocator, Consumer<Picture> sink) {
        this.track = track;
        this.allocator = allocator;
        this.sink = sink;
        this.depacketizer = new Depacketizer(codec, hint, allocator);
    }

    /** Takes in one framed RTP picture; borrowed. Others than video are passed over. */
    public void push(Picture picture) {
        if (picture.track() != track || picture.kind() == Picture.Kind.CONTROL) {
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

    /** The source starts again. */
    public void restart() {
        waitsForKey = true;
    }

    @Override
    public void close() {
        depacketizer.close();
    }

    private void unit(AccessUnit unit) {
        try {
            waitsForKey |= unit.afterLoss();
            if (waitsForKey && !unit.keyFrame() || !unit.parameterSets().isComplete()) {
                return;
            }
            waitsForKey = false;
            InitSegment now = init;
            if (now == null || unit.newParameterSets()) {
                now = VideoInit.of(unit.parameterSets());
                init = now;
                times = new DecodeTimes(reorderDepth(unit.parameterSets()));
            }
            sink.accept(fragment(unit, now));
        } finally {
            unit.release();
        }
    }

    private Picture fragment(AccessUnit unit, InitSegment now) {
        DecodeTimes clock = times;
        if (clock == null) {
            throw new IllegalStateException("a fragment before its format");
        }
        long presentation = unit.timestamp() + ORIGIN;
        if (Math.abs(presentation - lastDecode) > LONGEST_DURATION) {
            clock.restart();
        }
        long decode = clock.next(presentation);
        long step = decode - lastDecode;
        if (lastDecode >= 0 && step > 0 && step < LONGEST_DURATION) {
            duration = (int) step;
        }
        lastDecode = decode;
        int size = unit.data().readableBytes();
        int message = MOOF_BYTES + MDAT_HEAD + size;
        ByteBuf out = allocator.directBuffer(WEB_SOCKET_HEAD + message);
        WebSocketFrames.beginBinary(out, message);
        BoxWriter box = new BoxWriter(out);
        int moof = box.begin("moof");
        int mfhd = box.begin("mfhd", 0, 0);
        box.int32(++sequence);
        box.end(mfhd);
        int traf = box.begin("traf");
        int tfhd = box.begin("tfhd", 0, 0x020000);
        box.int32(VideoInit.TRACK);
        box.end(tfhd);
        int tfdt = box.begin("tfdt", 1, 0);
        box.int64(decode);
        box.end(tfdt);
        int trun = box.begin("trun", 1, 0xF01);
        box.int32(1).int32(MOOF_BYTES + MDAT_HEAD).int32(duration).int32(size);
        box.int32(unit.keyFrame() ? KEY_FLAGS : DELTA_FLAGS).int32((int) (presentation - decode));
        box.end(trun);
        box.end(traf);
        box.end(moof);
        box.int32(MDAT_HEAD + size).text("mdat");
        out.writeBytes(unit.data(), unit.data().readerIndex(), size);
        Picture.Kind kind = unit.keyFrame() ? Picture.Kind.KEY : Picture.Kind.DELTA;
        return new Picture(out, kind, 0, (int) presentation, arrivedNanos, now);
    }

    private static int reorderDepth(ParameterSets sets) {
        return sets.pictureFormat()
                .map(PictureFormat::reorderDepth)
                .filter(depth -> depth.isPresent())
                .map(depth -> depth.getAsInt())
                .orElse(0);
    }
}
