package org.sharpeyes.recording.volume;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.Mp4Part;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Provenance;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.SegmentId;
import org.sharpeyes.recording.Sha256;
import org.sharpeyes.recording.VolumeId;

/**
 * A segment that is being written. {@link #append} and {@link #close} belong to one thread, that of the stream's
 * recorder; what is written can be asked from any thread.
 */
public final class SegmentWriter {
    private final Volume volume;
    private final VolumeId volumeId;
    private final StreamKey stream;
    private final Instant start;
    private final String codecs;
    private final int initBytes;
    private final @Nullable Duration clockOffset;

    /** Grown by the volume's thread, as writes succeed; replaced, never changed. */
    private volatile List<Fragment> written = List.of();

    private volatile @Nullable String path;
    private volatile @Nullable String failure;
    /** Of the recorder's thread. */
    private long acceptedBytes;

    private Instant acceptedEnd;

    SegmentWriter(
            Volume volume,
            VolumeId volumeId,
            StreamKey stream,
            Instant start,
            String codecs,
            int initBytes,
            @Nullable Duration clockOffset) {
        this.volume = volume;
        this.volumeId = volumeId;
        this.stream = stream;
        this.start = start;
        this.codecs = codecs;
        this.initBytes = initBytes;
        this.clockOffset = clockOffset;
        this.acceptedBytes = initBytes;
        this.acceptedEnd = start;
    }

    /**
     * Queues one fragment for writing.
     *
     * @param part takes ownership
     * @return {@code false} if the volume does not take it: this segment is over, and {@link #failure()} says why
     */
    public boolean append(Mp4Part.Fragment part) {
        ByteBuf data = part.data();
        Fragment fragment = new Fragment(
                Instant.ofEpochMilli(part.wallMillis()),
                Ticks.duration(part.duration()),
                acceptedBytes,
                data.readableBytes(),
                part.startsWithKeyFrame(),
                part.samples(),
                Sha256.digest(data.nioBuffer()));
        if (failure != null) {
            data.release();
            return false;
        }
        if (!volume.write(this, data, fragment)) {
            return false;
        }
        acceptedBytes += fragment.bytes();
        acceptedEnd = fragment.end();
        return true;
    }

    /** No more comes. */
    public void close() {
        volume.finish(this);
    }

    /** Why nothing more can be written; {@code null} while all is well. */
    public @Nullable String failure() {
        return failure;
    }

    public Instant start() {
        return start;
    }

    /** Bytes accepted so far. Recorder's thread only. */
    public long acceptedBytes() {
        return acceptedBytes;
    }

    /** End of what is sure to be in the file: of what was accepted, or, after a failure, of what was written. */
    public Instant keptUntil() {
        if (failure == null) {
            return acceptedEnd;
        }
        List<Fragment> sure = written;
        return sure.isEmpty() ? start : sure.get(sure.size() - 1).end();
    }

    StreamKey stream() {
        return stream;
    }

    String codecs() {
        return codecs;
    }

    int initBytes() {
        return initBytes;
    }

    @Nullable
    Duration clockOffset() {
        return clockOffset;
    }

    @Nullable
    String path() {
        return path;
    }

    void created(String at) {
        path = at;
    }

    void failed(String cause) {
        failure = cause;
    }

    /** Volume's thread only. */
    void written(Fragment fragment) {
        List<Fragment> more = new ArrayList<>(written);
        more.add(fragment);
        written = List.copyOf(more);
    }

    List<Fragment> written() {
        return written;
    }

    /** As it is on disk now; {@code null} while there is no fragment yet. */
    @Nullable
    Segment segment(Segment.State state) {
        List<Fragment> now = written;
        String at = path;
        if (at == null || now.isEmpty()) {
            return null;
        }
        Fragment last = now.get(now.size() - 1);
        return new Segment(
                new SegmentId(volumeId, at),
                stream,
                new TimeWindow(now.get(0).start(), last.end()),
                last.offset() + last.bytes(),
                state,
                codecs,
                new Provenance(Provenance.Kind.VOLUME, volume.root().toString()),
                clockOffset);
    }

    /** Media time as wall time. */
    static final class Ticks {
        private Ticks() {}

        /** To the microsecond, downwards: as it is read again from a file. */
        static Duration duration(long ticks) {
            return Duration.ofNanos(ticks * 1_000_000L / VideoCodec.CLOCK_RATE * 1000L);
        }
    }
}
