package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.picture.InitSegment;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.picture.PictureMaker;
import org.sharpeyes.relay.picture.VideoTrack;

/**
 * Makes one fMP4 fragment, ready as a WebSocket message, of every picture of a stream's video track, and of the sound that
 * came since the last:
 *
 * <pre>
 * WebSocket head | moof: mfhd, traf: tfhd, tfdt, trun of one sample [, traf of sound] | mdat
 * </pre>
 *
 * Times are those of the stream (RTP, 90 kHz, extended beyond 32 bits), the same for all viewers. After a loss nothing is
 * made until the next key frame: browsers' decoders take damage badly.
 *
 * <p>Confined to the stream's owner thread.
 */
public final class FragmentMaker implements PictureMaker {
    private static final int MOOF_BYTES = 104;
    private static final int MDAT_HEAD = 8;
    private static final int WEB_SOCKET_HEAD = 10;
    private static final int USUAL_DURATION = 3600;
    private static final int LONGEST_DURATION = 10 * StartSegment.TIMESCALE;
    private static final int KEY_FLAGS = 0x02000000;
    private static final int DELTA_FLAGS = 0x01010000;
    /** Added to every time, in 1/90000 s: keeps the first decoding times of a reordered stream above zero. */
    public static final long ORIGIN = 10L * StartSegment.TIMESCALE;

    private final int track;
    private final ByteBufAllocator allocator;
    private final Consumer<Picture> sink;
    private final Depacketizer depacketizer;
    private final @Nullable FragmentSound sound;

    private @Nullable InitSegment init;
    private @Nullable DecodeTimes times;
    private boolean waitsForKey = true;
    private long arrivedNanos;
    private long fragmentArrivedNanos;
    private int sequence;
    private long lastDecode = -1;
    private int duration = USUAL_DURATION;

    /**
     * @param sink gets each fragment and the ownership of it
     * @return {@code null} if the stream has no video that fMP4 can carry
     */
    public static @Nullable FragmentMaker of(
            StreamDescription description, ByteBufAllocator allocator, Consumer<Picture> sink) {
        return VideoTrack.of(description)
                .map(video -> new FragmentMaker(video, null, allocator, sink))
                .orElse(null);
    }

    /** As above, with sound if the stream has any that fMP4 can carry. */
    public static @Nullable FragmentMaker withSound(
            StreamDescription description, ByteBufAllocator allocator, Consumer<Picture> sink) {
        return VideoTrack.of(description)
                .map(video -> new FragmentMaker(
                        video, FragmentSound.of(description, allocator).orElse(null), allocator, sink))
                .orElse(null);
    }

    private FragmentMaker(
            VideoTrack video, @Nullable FragmentSound sound, ByteBufAllocator allocator, Consumer<Picture> sink) {
        this.track = video.index();
        this.sound = sound;
        this.allocator = allocator;
        this.sink = sink;
        this.depacketizer = new Depacketizer(video.codec(), video.hint(), allocator);
    }

    @Override
    public void push(Picture picture) {
        if (picture.kind() == Picture.Kind.CONTROL) {
            return;
        }
        if (picture.track() != track) {
            FragmentSound heard = sound;
            if (heard != null && heard.track().index() == picture.track() && lastDecode >= 0) {
                heard.push(picture, lastDecode + (picture.arrivedNanos() - fragmentArrivedNanos) * 9 / 100_000);
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
        FragmentSound heard = sound;
        if (heard != null) {
            heard.restart();
        }
    }

    @Override
    public void close() {
        depacketizer.close();
        FragmentSound heard = sound;
        if (heard != null) {
            heard.close();
        }
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
                now = StartSegment.of(unit.parameterSets(), sound);
                init = now;
                times = new DecodeTimes(VideoTrack.reorderDepth(unit.parameterSets()));
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
        fragmentArrivedNanos = arrivedNanos;
        FragmentSound heard = sound == null || sound.isEmpty() ? null : sound;
        int size = unit.data().readableBytes();
        int moofBytes = MOOF_BYTES + (heard == null ? 0 : heard.trafBytes());
        int dataBytes = size + (heard == null ? 0 : heard.dataBytes());
        int message = moofBytes + MDAT_HEAD + dataBytes;
        ByteBuf out = allocator.directBuffer(WEB_SOCKET_HEAD + message);
        WebSocketFrames.beginBinary(out, message);
        BoxWriter box = new BoxWriter(out);
        int moof = box.begin("moof");
        int mfhd = box.begin("mfhd", 0, 0);
        box.int32(++sequence);
        box.end(mfhd);
        int traf = box.begin("traf");
        int tfhd = box.begin("tfhd", 0, 0x020000);
        box.int32(StartSegment.TRACK);
        box.end(tfhd);
        int tfdt = box.begin("tfdt", 1, 0);
        box.int64(decode);
        box.end(tfdt);
        int trun = box.begin("trun", 1, 0xF01);
        box.int32(1).int32(moofBytes + MDAT_HEAD).int32(duration).int32(size);
        box.int32(unit.keyFrame() ? KEY_FLAGS : DELTA_FLAGS).int32((int) (presentation - decode));
        box.end(trun);
        box.end(traf);
        if (heard != null) {
            heard.writeTraf(box, moofBytes + MDAT_HEAD + size);
        }
        box.end(moof);
        box.int32(MDAT_HEAD + dataBytes).text("mdat");
        out.writeBytes(unit.data(), unit.data().readerIndex(), size);
        if (heard != null) {
            heard.moveData(out);
        }
        Picture.Kind kind = unit.keyFrame() ? Picture.Kind.KEY : Picture.Kind.DELTA;
        return new Picture(out, kind, 0, (int) presentation, arrivedNanos, now);
    }
}
