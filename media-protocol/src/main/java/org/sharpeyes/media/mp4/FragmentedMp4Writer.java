package org.sharpeyes.media.mp4;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.PictureFormat;
import org.sharpeyes.media.video.VideoCodec;

/**
 * Turns the pictures of one track into fragmented MP4 (avc1, hvc1; parameter sets in the sample entry only). Begins with the
 * first key frame whose parameter sets are known. Media time begins at 0 and never steps back: a jump of the camera's time
 * stamps (backwards, or more than 10 s forward) is closed up and marked. Confined to one thread.
 */
public final class FragmentedMp4Writer implements AutoCloseable {
    private static final long MAX_FORWARD_TICKS = 10L * VideoCodec.CLOCK_RATE;
    private static final long FIRST_DURATION = VideoCodec.CLOCK_RATE / 25;

    /** Stands in where an SPS cannot be read: decoders read the bytes themselves. */
    private static final PictureFormat UNREADABLE = new PictureFormat(1920, 1080, OptionalInt.empty(), false);

    /** Most pictures of one fragment, whatever its length. */
    private static final int MAX_SAMPLES = 1024;

    private final Mp4Settings settings;
    private final ByteBufAllocator allocator;
    private final @Nullable SoundTrack sound;
    private final DecodeOrder order = new DecodeOrder();
    private final List<Sample> gathered = new ArrayList<>();

    private @Nullable ParameterSets written;
    private boolean afterLoss;
    private boolean started;
    private boolean newRun;
    private long offset;
    private long lastTimestamp;
    private long highest;
    private long duration = FIRST_DURATION;
    private int sequence;
    private long previousDecodeTime = Long.MIN_VALUE;
    private long skipped;

    public FragmentedMp4Writer(Mp4Settings settings, ByteBufAllocator allocator) {
        this(settings, allocator, null);
    }

    /** @param format of the sound that is pushed too; {@code null} for none */
    public FragmentedMp4Writer(Mp4Settings settings, ByteBufAllocator allocator, @Nullable SoundFormat format) {
        this.settings = requireNonNull(settings, "settings");
        this.allocator = requireNonNull(allocator, "allocator");
        this.sound = format == null ? null : new SoundTrack(format);
    }

    /** Pictures that were left out: before the first key frame, or damaged. */
    public long skipped() {
        return skipped;
    }

    /**
     * Takes one picture in decoding order.
     *
     * @param picture takes ownership
     * @param arrivalMillis wall time of its arrival, ms since 1970: goes into prft
     * @param out owns what it gets
     */
    public void push(AccessUnit picture, long arrivalMillis, Consumer<Mp4Part> out) {
        if (!usable(picture)) {
            skipped++;
            picture.release();
            return;
        }
        ParameterSets sets = picture.parameterSets();
        if (picture.keyFrame() && !sets.equals(written)) {
            begin(sets, out);
        }
        long presentation = mediaTime(picture.timestamp(), out);
        if (sound != null) {
            sound.picture(presentation, arrivalMillis);
        }
        order.push(picture, presentation, arrivalMillis, sample -> add(sample, out));
    }

    /**
     * Takes one frame of sound: an AAC access unit, or any number of G.711 samples. It goes out with the pictures that
     * arrive about the same time; before the first picture it is dropped.
     *
     * @param frame takes ownership
     * @param timestamp extended RTP time stamp, in samples
     * @param arrivalMillis wall time of its arrival, ms since 1970
     * @throws IllegalStateException if this writer was made without sound
     */
    public void pushSound(ByteBuf frame, long timestamp, long arrivalMillis) {
        if (sound == null) {
            frame.release();
            throw new IllegalStateException("sound for a writer without sound");
        }
        sound.push(frame, timestamp, arrivalMillis);
    }

    private boolean usable(AccessUnit picture) {
        afterLoss |= picture.afterLoss();
        if (picture.keyFrame()) {
            afterLoss = false;
            return picture.parameterSets().isComplete() || written != null;
        }
        return written != null && !(afterLoss && settings.skipDamaged());
    }

    private void begin(ParameterSets sets, Consumer<Mp4Part> out) {
        if (!sets.isComplete()) {
            return; // cannot be described: go on under the old description
        }
        PictureFormat format = sets.pictureFormat().orElse(UNREADABLE);
        drain(out);
        written = sets;
        order.depth(format.reorderDepth().orElse(0));
        ByteBuf data = allocator.buffer(1024);
        SoundFormat heard = sound == null ? null : sound.format();
        Boxes.init(data, sets, format, heard);
        String codecs = sets.codecString() + (heard == null ? "" : "," + heard.codecString());
        out.accept(new Mp4Part.Init(data, codecs, format));
    }

    /** The camera's time stamp on our line of time. */
    private long mediaTime(long timestamp, Consumer<Mp4Part> out) {
        if (!started) {
            started = true;
            offset = -timestamp;
        } else {
            long step = timestamp - lastTimestamp;
            long mostBack = Math.max(VideoCodec.CLOCK_RATE, 4 * duration);
            if (step > MAX_FORWARD_TICKS || step < -mostBack) {
                drain(out);
                offset = highest + duration - timestamp;
                newRun = true;
            } else if (step < 0 && order.depth() == 0) {
                order.depth(2); // the stream reorders although its SPS does not say so
            }
        }
        lastTimestamp = timestamp;
        long time = timestamp + offset;
        highest = Math.max(highest, time);
        return time;
    }

    private void add(Sample sample, Consumer<Mp4Part> out) {
        long step = sample.decodeTime() - previousDecodeTime;
        if (previousDecodeTime != Long.MIN_VALUE && step > 0 && step <= MAX_FORWARD_TICKS) {
            duration = step;
        }
        previousDecodeTime = sample.decodeTime();
        if (!gathered.isEmpty()) {
            long length = sample.decodeTime() - gathered.get(0).decodeTime();
            boolean full = length >= settings.maxFragmentTicks() || gathered.size() >= MAX_SAMPLES;
            if (full || sample.picture().keyFrame()) {
                write(sample.decodeTime(), out);
            }
        }
        gathered.add(sample);
        if (settings.atOnce() && settings.maxFragmentTicks() == 0) {
            write(sample.decodeTime() + duration, out);
        }
    }

    private void drain(Consumer<Mp4Part> out) {
        order.flush(sample -> add(sample, out));
        if (!gathered.isEmpty()) {
            write(gathered.get(gathered.size() - 1).decodeTime() + duration, out);
        }
    }

    /** Writes what waits, as at the end of a file. More may follow. */
    public void flush(Consumer<Mp4Part> out) {
        drain(out);
    }

    /** Writes the gathered samples; {@code end} is the decode time of what follows. */
    private void write(long end, Consumer<Mp4Part> out) {
        int bytes = 256 + 16 * gathered.size();
        for (Sample sample : gathered) {
            bytes += sample.picture().data().readableBytes();
        }
        bytes += sound == null ? 0 : sound.bytes();
        ByteBuf data = allocator.buffer(bytes);
        Sample first = gathered.get(0);
        Fragments.write(data, ++sequence, gathered, end);
        if (sound != null && !sound.isEmpty()) {
            sound.write(data, ++sequence);
        }
        boolean key = first.picture().keyFrame();
        int count = gathered.size();
        gathered.forEach(sample -> sample.picture().release());
        gathered.clear();
        boolean jumped = newRun;
        newRun = false;
        out.accept(new Mp4Part.Fragment(
                data,
                key,
                jumped,
                first.decodeTime(),
                Math.max(1, end - first.decodeTime()),
                count,
                first.wallMillis()));
    }

    /** Releases what waits without writing it. */
    @Override
    public void close() {
        order.discard();
        if (sound != null) {
            sound.discard();
        }
        gathered.forEach(sample -> sample.picture().release());
        gathered.clear();
    }
}
