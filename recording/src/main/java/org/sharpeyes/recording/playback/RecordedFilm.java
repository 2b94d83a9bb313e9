package org.sharpeyes.recording.playback;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.FragmentLayout;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.SegmentId;
import org.sharpeyes.recording.SegmentReader;

/**
 * A window of recordings as one MP4 file that exists only while it is read: the fragments as they lie on disk, with decode
 * times put on one line, from the key picture before the start on; an edit list hides what comes before it. Ends where the
 * format changes. Its bytes are always the same, so that ranges of it can be asked for.
 *
 * <p>Immutable; {@link #read} blocks.
 */
public final class RecordedFilm {
    private static final int PRFT_BYTES = 32;
    private static final int PRFT_TIME_AT = 24;
    private static final Duration LOOK_AHEAD = Duration.ofMinutes(10);

    /**
     * One piece of the file.
     *
     * @param at where it begins in the file
     * @param shift what is added to its decode times, in 1/90000 s
     */
    private record Part(SegmentId segment, Fragment fragment, long at, long shift) {}

    private final RecordingLibrary library;
    private final byte[] head;
    private final List<Part> parts;
    private final int soundRate;
    private final TimeWindow window;

    private RecordedFilm(RecordingLibrary library, byte[] head, List<Part> parts, int soundRate, TimeWindow window) {
        this.library = library;
        this.head = head;
        this.parts = List.copyOf(parts);
        this.soundRate = soundRate;
        this.window = window;
    }

    /**
     * Puts the film together. No picture from before {@code limit} or after {@code window} is in it.
     *
     * @param window what is to be shown; its end is not later than now
     * @param limit from when on pictures may be read to decode the first one
     * @return empty if nothing is recorded in the window
     */
    public static Optional<RecordedFilm> of(
            RecordingLibrary library, StreamKey stream, TimeWindow window, Instant limit) throws IOException {
        Builder builder = new Builder(library, window);
        Instant early = window.from().minus(LOOK_AHEAD);
        Instant at = early.isBefore(limit) ? limit : early;
        while (at.isBefore(window.to()) && !builder.done) {
            Instant end = at.plus(Duration.ofHours(1));
            TimeWindow part = new TimeWindow(at, end.isBefore(window.to()) ? end : window.to());
            for (Segment segment : library.find(stream, part).segments()) {
                builder.add(segment, limit);
            }
            at = part.to();
        }
        return builder.film();
    }

    private static final class Builder {
        private final RecordingLibrary library;
        private final TimeWindow window;
        private final List<Part> parts = new ArrayList<>();
        private byte @Nullable [] init;
        private @Nullable RecordedFormat format;
        private @Nullable SegmentId last;
        private Instant zero = Instant.EPOCH;
        private long firstShift;
        private boolean done;

        Builder(RecordingLibrary library, TimeWindow window) {
            this.library = library;
            this.window = window;
        }

        void add(Segment segment, Instant limit) throws IOException {
            if (done || segment.id().equals(last)) {
                return;
            }
            try (SegmentReader reader = library.open(segment.id())) {
                ByteBuffer head = reader.init();
                RecordedFormat now = RecordedFormat.read(Unpooled.wrappedBuffer(head.duplicate()))
                        .orElseThrow(() -> new IOException(segment.id() + ": its start cannot be read"));
                if (format != null && !now.equals(format)) {
                    // What was gathered before the start in another format is of no use; after it the film is over.
                    done = segment.window().from().isAfter(window.from());
                    if (done) {
                        return;
                    }
                    parts.clear();
                    format = null;
                }
                if (format == null) {
                    byte[] bytes = new byte[head.remaining()];
                    head.get(bytes);
                    init = bytes;
                    format = now;
                }
                last = segment.id();
                fragments(reader, limit);
            } catch (FileNotFoundException deletedMeanwhile) {
                // Retention was quicker.
            }
        }

        private void fragments(SegmentReader reader, Instant limit) {
            List<Fragment> all = reader.fragments();
            for (Fragment each : all) {
                if (each.start().isBefore(limit) || each.end().isAfter(window.to())) {
                    continue;
                }
                if (each.key() && !each.start().isAfter(window.from())) {
                    parts.clear();
                }
                if (parts.isEmpty()) {
                    if (!each.key()) {
                        continue;
                    }
                    zero = all.get(0).start();
                }
                long shift = Duration.between(zero, all.get(0).start()).toMillis() * (VideoCodec.CLOCK_RATE / 1000);
                if (parts.isEmpty()) {
                    firstShift = -Duration.between(zero, each.start()).toMillis() * (VideoCodec.CLOCK_RATE / 1000);
                }
                parts.add(new Part(reader.segment().id(), each, 0, shift + firstShift));
            }
        }

        Optional<RecordedFilm> film() {
            byte[] start = init;
            RecordedFormat known = format;
            if (start == null || known == null || parts.isEmpty()) {
                return Optional.empty();
            }
            Instant first = parts.get(0).fragment().start();
            long skip = first.isBefore(window.from())
                    ? Duration.between(first, window.from()).toMillis() * (VideoCodec.CLOCK_RATE / 1000)
                    : 0;
            RecordedFormat.Sound sound = known.sound();
            byte[] head = EditList.into(start, skip, sound == null ? 0 : sound.sampleRate());
            List<Part> placed = new ArrayList<>();
            long at = head.length;
            for (Part part : parts) {
                placed.add(new Part(part.segment(), part.fragment(), at, part.shift()));
                at += part.fragment().bytes();
            }
            Fragment end = placed.get(placed.size() - 1).fragment();
            Instant from = first.isBefore(window.from()) ? window.from() : first;
            return Optional.of(new RecordedFilm(
                    library,
                    head,
                    placed,
                    sound == null ? 0 : sound.sampleRate(),
                    new TimeWindow(from, end.end().isAfter(from) ? end.end() : from.plusMillis(1))));
        }
    }

    public long bytes() {
        Part last = parts.get(parts.size() - 1);
        return last.at() + last.fragment().bytes();
    }

    /** What is shown. */
    public TimeWindow window() {
        return window;
    }

    /** The next bytes from a position, and what time they show. */
    public record Chunk(ByteBuffer bytes, @Nullable TimeWindow time) {}

    /**
     * The rest of the piece that a position lies in.
     *
     * @param at 0 to {@link #bytes()} (excluded)
     * @throws FileNotFoundException if it was deleted since the film was put together
     */
    public Chunk read(long at) throws IOException {
        if (at < head.length) {
            return new Chunk(ByteBuffer.wrap(head, (int) at, head.length - (int) at), null);
        }
        int low = 0;
        int high = parts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (parts.get(middle).at() <= at) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Part part = parts.get(low);
        ByteBuffer bytes;
        try (SegmentReader reader = library.open(part.segment())) {
            bytes = reader.read(part.fragment());
        }
        shift(Unpooled.wrappedBuffer(bytes), part.shift());
        bytes.position((int) (at - part.at()));
        Fragment fragment = part.fragment();
        Instant end = fragment.end().isAfter(fragment.start())
                ? fragment.end()
                : fragment.start().plusMillis(1);
        return new Chunk(bytes, new TimeWindow(fragment.start(), end));
    }

    private void shift(ByteBuf data, long ticks) {
        data.setLong(PRFT_TIME_AT, Math.max(0, data.getLong(PRFT_TIME_AT) + ticks));
        int at = PRFT_BYTES;
        FragmentLayout layout = FragmentLayout.read(data, at);
        while (layout != null) {
            long by = layout.sound() ? ticks * soundRate / VideoCodec.CLOCK_RATE : ticks;
            data.setLong(layout.decodeTimeAt(), Math.max(0, layout.decodeTime() + by));
            at = layout.end();
            layout = FragmentLayout.read(data, at);
        }
    }

    /** Puts an edit list (ISO 14496-12 §8.6.6) into each track of a start segment. */
    static final class EditList {
        private static final int HEAD = 8;
        private static final int EDTS_BYTES = 36;

        private EditList() {}

        /** @param skip what is not shown at the beginning, in 1/90000 s */
        static byte[] into(byte[] init, long skip, int soundRate) {
            ByteBuf in = Unpooled.wrappedBuffer(init);
            ByteBuf out = Unpooled.buffer(init.length + 2 * EDTS_BYTES);
            for (int at = 0; at + HEAD <= init.length; at += in.getInt(at)) {
                if (is(in, at, "moov")) {
                    movie(in, at, out, skip, soundRate);
                } else if (!is(in, at, "uuid")) {
                    out.writeBytes(in, at, in.getInt(at));
                }
            }
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes);
            return bytes;
        }

        private static void movie(ByteBuf in, int moov, ByteBuf out, long skip, int soundRate) {
            int start = out.writerIndex();
            out.writeBytes(in, moov, HEAD);
            boolean video = true;
            for (int at = moov + HEAD; at < moov + in.getInt(moov); at += in.getInt(at)) {
                if (is(in, at, "trak")) {
                    int trak = out.writerIndex();
                    int tkhd = at + HEAD;
                    out.writeBytes(in, at, HEAD).writeBytes(in, tkhd, in.getInt(tkhd));
                    edits(out, video ? skip : skip * soundRate / VideoCodec.CLOCK_RATE);
                    int rest = tkhd + in.getInt(tkhd);
                    out.writeBytes(in, rest, at + in.getInt(at) - rest);
                    out.setInt(trak, out.writerIndex() - trak);
                    video = false;
                } else {
                    out.writeBytes(in, at, in.getInt(at));
                }
            }
            out.setInt(start, out.writerIndex() - start);
        }

        private static void edits(ByteBuf out, long mediaTime) {
            out.writeInt(EDTS_BYTES);
            out.writeCharSequence("edts", StandardCharsets.US_ASCII);
            out.writeInt(28);
            out.writeCharSequence("elst", StandardCharsets.US_ASCII);
            // Version 0, one entry; duration 0: all that follows (fragments).
            out.writeInt(0).writeInt(1).writeInt(0).writeInt((int) mediaTime).writeInt(0x10000);
        }

        private static boolean is(ByteBuf in, int at, String type) {
            return requireNonNull(in)
                    .toString(at + 4, 4, StandardCharsets.US_ASCII)
                    .equals(type);
        }
    }
}
