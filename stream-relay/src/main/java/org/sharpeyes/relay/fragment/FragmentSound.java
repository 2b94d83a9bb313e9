package org.sharpeyes.relay.fragment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.rtp.TimestampUnwrapper;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.picture.Picture;

/**
 * Gathers the sound that goes with the next picture, and keeps its time: it is tied to the time of the pictures by arrival,
 * once, then counts its own samples. Lost packets become silence; a drift beyond {@link #TOLERANCE_PER_SECOND} of a second
 * is mended with silence, or by leaving packets out.
 *
 * <p>Confined to the stream's owner thread.
 */
final class FragmentSound implements SoundCoder.Samples, AutoCloseable {
    static final int TRACK = 2;

    private static final int TOLERANCE_PER_SECOND = 5;
    /** Packets in a row that must be off before the time is mended: one late packet is no drift. */
    private static final int STRAYS = 8;

    private static final int MAX_SAMPLES = 256;
    private static final int MAX_BYTES = 256 * 1024;

    private final SoundTrack track;
    private final SoundCoder coder;
    private final ByteBuf data;
    private final int[] sizes = new int[MAX_SAMPLES];
    private final int[] durations = new int[MAX_SAMPLES];
    private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();

    private int count;
    private boolean tied;
    private long next;
    private long begin;
    private long expected;
    private int strays;

    static Optional<FragmentSound> of(StreamDescription description, ByteBufAllocator allocator) {
        return SoundTrack.of(description).map(track -> new FragmentSound(track, allocator));
    }

    private FragmentSound(SoundTrack track, ByteBufAllocator allocator) {
        this.track = track;
        this.coder = track.aac() ? new AacSound(track) : new FlacSound(track);
        this.data = allocator.buffer(4096);
    }

    SoundTrack track() {
        return track;
    }

    SoundCoder coder() {
        return coder;
    }

    /**
     * Takes in one framed RTP packet.
     *
     * @param picturesAt where the pictures are at the moment of its arrival, in 1/90000 s; borrowed
     */
    void push(Picture packet, long picturesAt) {
        ByteBuf framed = packet.buffer();
        int at = framed.readerIndex();
        while (at + 4 <= framed.writerIndex()) {
            int length = framed.getUnsignedShort(at + 2);
            ByteBuf one = framed.slice(at + 4, length);
            if (RtpHeader.isValid(one)) {
                take(one, picturesAt);
            }
            at += 4 + length;
        }
    }

    private void take(ByteBuf packet, long picturesAt) {
        long target = picturesAt * track.clockRate() / VideoCodec.CLOCK_RATE;
        long timestamp = unwrapper.unwrap(RtpHeader.timestamp(packet));
        if (count >= MAX_SAMPLES - 8 || data.readableBytes() > MAX_BYTES) {
            // No picture for a long time: what was gathered belongs to nothing.
            clear();
            tied = false;
        }
        if (!tied) {
            tied = true;
            next = Math.max(next, target);
            begin = next;
            strays = 0;
        } else {
            long missing = timestamp - expected;
            if (missing > 0 && missing < track.clockRate()) {
                silence((int) missing);
            }
            long ahead = next - target;
            strays = Math.abs(ahead) > track.clockRate() / TOLERANCE_PER_SECOND ? strays + 1 : 0;
            if (strays >= STRAYS && ahead > 0) {
                expected = timestamp + ticksOf(packet);
                return;
            }
            if (strays >= STRAYS) {
                silence((int) Math.min(-ahead, 2L * track.clockRate()));
                strays = 0;
            }
        }
        long before = next;
        coder.code(packet.slice(RtpHeader.payloadIndex(packet), RtpHeader.payloadLength(packet)), next, data, this);
        expected = timestamp + (next - before);
    }

    private int ticksOf(ByteBuf packet) {
        return track.aac() ? 1024 : RtpHeader.payloadLength(packet);
    }

    private void silence(int ticks) {
        if (coder.silence(ticks, next, data, this)) {
            return;
        }
        if (count > 0) {
            durations[count - 1] += ticks;
        } else {
            begin += ticks;
        }
        next += ticks;
    }

    @Override
    public void sample(int bytes, int duration) {
        if (count == MAX_SAMPLES) {
            throw new IllegalStateException("sound: more than " + MAX_SAMPLES + " samples");
        }
        sizes[count] = bytes;
        durations[count] = duration;
        count++;
        next += duration;
    }

    /** The source starts again. */
    void restart() {
        clear();
        tied = false;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Bytes that {@link #writeTraf} writes. */
    int trafBytes() {
        return 8 + 16 + 20 + 20 + 8 * count;
    }

    int dataBytes() {
        return data.readableBytes();
    }

    /** @param dataOffset of the first sample from the start of {@code moof} */
    void writeTraf(BoxWriter box, int dataOffset) {
        int traf = box.begin("traf");
        int tfhd = box.begin("tfhd", 0, 0x020000);
        box.int32(TRACK);
        box.end(tfhd);
        int tfdt = box.begin("tfdt", 1, 0);
        box.int64(begin);
        box.end(tfdt);
        int trun = box.begin("trun", 0, 0x301);
        box.int32(count).int32(dataOffset);
        for (int i = 0; i < count; i++) {
            box.int32(durations[i]).int32(sizes[i]);
        }
        box.end(trun);
        box.end(traf);
    }

    /** Appends the samples to {@code out} and forgets them. */
    void moveData(ByteBuf out) {
        out.writeBytes(data, data.readerIndex(), data.readableBytes());
        clear();
    }

    void clear() {
        count = 0;
        begin = next;
        data.clear();
    }

    @Override
    public void close() {
        data.release();
    }
}
