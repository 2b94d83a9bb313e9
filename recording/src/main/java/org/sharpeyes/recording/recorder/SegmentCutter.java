package org.sharpeyes.recording.recorder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.FragmentLayout;
import org.sharpeyes.media.mp4.Mp4Part;
import org.sharpeyes.media.video.PictureFormat;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.RecordingSettings;
import org.sharpeyes.recording.volume.SegmentWriter;
import org.sharpeyes.recording.volume.Volume;
import org.sharpeyes.recording.volume.Volumes;

/**
 * Cuts the fMP4 of one stream into segments and gives them to a volume: near the set length, at a key picture, each stream
 * at its own second of the minute. Media time begins at 0 in each file. Confined to the stream's loop.
 */
final class SegmentCutter {
    private static final int PRFT_BYTES = 32;
    private static final int PRFT_TIME_AT = 24;
    private static final long MOST_BYTES = 1L << 30;

    private final StreamKey stream;
    private final Volumes volumes;
    private final RecordingSettings settings;
    private final GapLog gaps;
    private final Supplier<@Nullable Duration> clockOffset;

    private byte @Nullable [] init;
    private String codecs = "";
    private @Nullable PictureFormat format;
    private int soundRate;
    private @Nullable SegmentWriter current;
    private boolean formatChanged;
    private long base;
    private Instant cutAt = Instant.EPOCH;
    private @Nullable Instant lastEnd;
    private long fragments;

    SegmentCutter(
            StreamKey stream,
            Volumes volumes,
            RecordingSettings settings,
            GapLog gaps,
            Supplier<@Nullable Duration> clockOffset) {
        this.stream = stream;
        this.volumes = volumes;
        this.settings = settings;
        this.gaps = gaps;
        this.clockOffset = clockOffset;
    }

    /** Fragments given to a volume since the start. */
    long fragments() {
        return fragments;
    }

    /** Takes over the description of what follows; takes ownership. */
    void init(Mp4Part.Init part) {
        byte[] bytes = new byte[part.data().readableBytes()];
        part.data().readBytes(bytes).release();
        init = bytes;
        codecs = part.codecs();
        format = part.format();
        formatChanged = current != null;
    }

    void soundRate(int hertz) {
        soundRate = hertz;
    }

    /** Writes one fragment; takes ownership. */
    void fragment(Mp4Part.Fragment part) {
        Instant start = Instant.ofEpochMilli(part.wallMillis());
        SegmentWriter writer = current;
        if (writer != null && endsBefore(part, start, writer)) {
            stop();
            writer = null;
        }
        if (writer == null) {
            writer = begin(part, start);
            if (writer == null) {
                part.data().release();
                return;
            }
        }
        rebase(part.data());
        Mp4Part.Fragment placed = part;
        if (writer.append(placed)) {
            fragments++;
            lastEnd = writer.keptUntil();
            gaps.recordedUntil(writer.keptUntil());
        } else {
            lost(writer, start);
        }
    }

    private boolean endsBefore(Mp4Part.Fragment part, Instant start, SegmentWriter writer) {
        Instant end = lastEnd;
        boolean apart = end != null && Duration.between(end, start).abs().compareTo(Footage.JOINT) > 0;
        boolean due = !start.isBefore(cutAt) || writer.acceptedBytes() > MOST_BYTES;
        boolean overdue = start.isAfter(writer.start().plus(settings.longestSegment()));
        if (writer.failure() != null) {
            lost(writer, start);
            return false;
        }
        return formatChanged || apart || due && part.startsWithKeyFrame() || overdue;
    }

    /** The volume let us down: what was written stays, what was not is missing. */
    private void lost(SegmentWriter writer, Instant now) {
        current = null;
        lastEnd = null;
        gaps.recordedUntil(writer.keptUntil());
        String failure = writer.failure();
        gaps.missing(now, GapCause.DISK, failure == null ? "the volume took nothing more" : failure);
    }

    private @Nullable SegmentWriter begin(Mp4Part.Fragment part, Instant start) {
        byte[] head = init;
        PictureFormat known = format;
        // After a break only a key picture can be decoded; when a file was merely cut, its neighbour has one.
        boolean decodable = part.startsWithKeyFrame() || lastEnd != null;
        if (head == null || known == null || !decodable) {
            return null;
        }
        Optional<Volume> volume = volumes.forWriting(stream);
        if (volume.isEmpty()) {
            gaps.missing(start, GapCause.DISK, whyNoVolume());
            return null;
        }
        List<Gap> before = gaps.end(start);
        for (int i = 0; i + 1 < before.size(); i++) {
            declare(volume.get(), before.get(i));
        }
        SegmentWriter writer = volume.get()
                .begin(
                        stream,
                        start,
                        new Mp4Part.Init(Unpooled.wrappedBuffer(head), codecs, known),
                        clockOffset.get(),
                        before.isEmpty() ? null : before.get(before.size() - 1));
        if (writer == null) {
            before.forEach(gap -> gaps.missing(gap.window().from(), gap.cause(), gap.detail()));
            gaps.missing(start, GapCause.DISK, volume.get().cause());
            return null;
        }
        current = writer;
        formatChanged = false;
        base = part.decodeTime();
        cutAt = cutAfter(start);
        return writer;
    }

    private void declare(Volume volume, Gap gap) {
        var unused = volume.withIndex(index -> {
            index.gap(stream, gap);
            return true;
        });
    }

    private String whyNoVolume() {
        return volumes.all().isEmpty()
                ? "no volume is set up"
                : volumes.all().stream()
                        .map(volume -> volume.root() + ": " + volume.cause())
                        .reduce((left, right) -> left + "; " + right)
                        .orElse("");
    }

    /** The stream's own second of the minute, so that not all files are begun at once. */
    private Instant cutAfter(Instant start) {
        long length = settings.segment().toMillis();
        long own = Math.floorMod(stream.hashCode() * 0x9E3779B1L, length);
        long least = start.toEpochMilli() + length / 2;
        return Instant.ofEpochMilli(least + Math.floorMod(own - least, length));
    }

    /** Makes the segment's media time begin at 0. */
    private void rebase(ByteBuf data) {
        data.setLong(PRFT_TIME_AT, Math.max(0, data.getLong(PRFT_TIME_AT) - base));
        int at = PRFT_BYTES;
        FragmentLayout layout = FragmentLayout.read(data, at);
        while (layout != null) {
            long back = layout.sound() ? base * soundRate / 90_000 : base;
            data.setLong(layout.decodeTimeAt(), Math.max(0, layout.decodeTime() - back));
            at = layout.end();
            layout = FragmentLayout.read(data, at);
        }
    }

    /** Ends the segment that is being written, if there is one. */
    void stop() {
        SegmentWriter writer = current;
        if (writer != null) {
            current = null;
            writer.close();
        }
    }

    /** What follows leans on nothing before it. */
    void interrupted() {
        stop();
        lastEnd = null;
    }
}
