package org.sharpeyes.recording.playback;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.FragmentLayout;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.SegmentId;
import org.sharpeyes.recording.SegmentReader;
import org.sharpeyes.recording.Sha256;

/**
 * Reads one stream's recordings from a moment on, across segments and gaps. The guard is asked for each fragment, for exactly
 * the time of the pictures that leave; pictures outside of the window never leave. A fragment whose bytes are not those that
 * were written is an error.
 *
 * <p>One call at a time; blocks.
 */
public final class FootageReader implements AutoCloseable {
    private static final Duration LOOK_AHEAD = Duration.ofMinutes(10);
    private static final int PRFT_BYTES = 32;

    private final RecordingLibrary library;
    private final StreamKey stream;
    private final TimeWindow window;
    private final PlaybackGuard guard;
    private final InstantSource clock;
    private final ReadOrder order;
    /** Up to where everything was given; backwards: from where on. */
    private Instant position;

    private boolean started;
    private boolean over;
    private @Nullable SegmentReader segment;
    private final Deque<Fragment> fragments = new ArrayDeque<>();
    private @Nullable RecordedFormat format;
    private int soundRate;

    /** @param from inside the window */
    public FootageReader(
            RecordingLibrary library,
            StreamKey stream,
            TimeWindow window,
            Instant from,
            ReadOrder order,
            PlaybackGuard guard,
            InstantSource clock) {
        this.library = requireNonNull(library, "library");
        this.stream = requireNonNull(stream, "stream");
        this.window = requireNonNull(window, "window");
        this.order = requireNonNull(order, "order");
        this.guard = requireNonNull(guard, "guard");
        this.clock = requireNonNull(clock, "clock");
        this.position = requireNonNull(from, "from");
    }

    /** The format of the first segment in the window; empty if there is none. */
    public static Optional<RecordedFormat> firstFormat(RecordingLibrary library, StreamKey stream, TimeWindow window)
            throws IOException {
        Instant at = window.from();
        while (at.isBefore(window.to())) {
            TimeWindow part = part(at, window.to(), Duration.ofDays(1));
            for (Segment each : library.find(stream, part).segments()) {
                try (SegmentReader reader = library.open(each.id())) {
                    return RecordedFormat.read(Unpooled.wrappedBuffer(reader.init()));
                } catch (FileNotFoundException deletedMeanwhile) {
                    continue;
                }
            }
            at = part.to();
        }
        return Optional.empty();
    }

    private static TimeWindow part(Instant from, Instant end, Duration length) {
        Instant to = from.plus(length);
        return new TimeWindow(from, to.isBefore(end) ? to : end);
    }

    /**
     * Reads on.
     *
     * @param maxBytes about how much is wanted; at least one sample comes, whatever its size
     */
    public Piece next(int maxBytes) throws IOException {
        if (over) {
            return new Piece.End();
        }
        List<Piece.Sample> samples = new ArrayList<>();
        int bytes = 0;
        while (true) {
            Fragment fragment = fragments.peek();
            if (fragment == null) {
                if (!samples.isEmpty()) {
                    return new Piece.Samples(samples);
                }
                Piece instead = order == ReadOrder.KEYS_BACKWARD ? back() : onward();
                if (instead != null) {
                    return instead;
                }
                continue;
            }
            if (bytes > 0 && bytes + fragment.bytes() > maxBytes) {
                return new Piece.Samples(samples);
            }
            fragments.remove();
            List<Piece.Sample> some = samples(fragment);
            if (!some.isEmpty()) {
                if (!guard.allows(time(some, fragment))) {
                    over = true;
                    return samples.isEmpty() ? new Piece.Withdrawn() : giveThenWithdraw(samples);
                }
                samples.addAll(some);
                bytes += fragment.bytes();
            }
            position = order == ReadOrder.KEYS_BACKWARD ? fragment.start() : fragment.end();
        }
    }

    private Piece giveThenWithdraw(List<Piece.Sample> samples) {
        // What was allowed is given; the next call finds the right gone again and says so.
        over = false;
        fragments.clear();
        return new Piece.Samples(samples);
    }

    /** From the first picture to the end of the last that leaves. */
    private TimeWindow time(List<Piece.Sample> samples, Fragment fragment) {
        Instant from = samples.get(0).time();
        Instant to = from;
        for (Piece.Sample sample : samples) {
            from = sample.time().isBefore(from) ? sample.time() : from;
            to = sample.time().isAfter(to) ? sample.time() : to;
        }
        Instant end = fragment.end().isBefore(window.to()) ? fragment.end() : window.to();
        return new TimeWindow(from, end.isAfter(to) ? end : to.plusNanos(1));
    }

    // --- onwards ----------------------------------------------------------------------------------------------------

    /** Finds what follows {@link #position}; {@code null} if there are fragments now. */
    private @Nullable Piece onward() throws IOException {
        Instant now = clock.instant();
        if (!position.isBefore(window.to())) {
            over = true;
            return new Piece.End();
        }
        Instant limit = window.to().isBefore(now) ? window.to() : now;
        if (!position.isBefore(limit)) {
            return new Piece.Waiting();
        }
        // A picture before the position is needed to decode from it on.
        Instant from = started ? position : before(position);
        TimeWindow ahead =
                new TimeWindow(from, part(position, limit, LOOK_AHEAD).to());
        Footage footage = library.find(stream, ahead);
        Segment standing = started ? null : standing(footage);
        if (standing != null) {
            Piece changed = open(standing);
            if (changed != null || !fragments.isEmpty()) {
                return changed;
            }
        }
        for (Segment next : footage.segments()) {
            Instant end = next.window().to();
            if (!end.isAfter(started ? position.plusMillis(1) : position)) {
                continue;
            }
            if (started && next.window().from().isAfter(position.plus(Footage.JOINT))) {
                return missing(new TimeWindow(position, next.window().from()), footage);
            }
            if (!started && next.window().from().isAfter(position.plus(Footage.JOINT))) {
                started = true;
                return missing(new TimeWindow(position, next.window().from()), footage);
            }
            Piece changed = open(next);
            boolean any = !fragments.isEmpty();
            if (changed != null || any) {
                return changed;
            }
        }
        if (ahead.to().isBefore(limit)) {
            started = true;
            return missing(new TimeWindow(position, ahead.to()), footage);
        }
        return atTheEdge(limit, now, footage);
    }

    /** The segment whose last pictures still stand at the position, where the next one begins a moment later. */
    private @Nullable Segment standing(Footage footage) {
        Segment standing = null;
        for (Segment each : footage.segments()) {
            boolean begun = !each.window().from().isAfter(position);
            if (begun && each.window().to().plus(Footage.JOINT).isAfter(position)) {
                standing = each;
            }
        }
        return standing;
    }

    private @Nullable Piece atTheEdge(Instant limit, Instant now, Footage footage) {
        boolean live = limit.equals(now) && position.plusSeconds(5).isAfter(now);
        if (live) {
            return new Piece.Waiting();
        }
        if (position.plus(Footage.JOINT).isBefore(limit)) {
            started = true;
            return missing(new TimeWindow(position, limit), footage);
        }
        position = limit;
        return null;
    }

    private Instant before(Instant moment) {
        Instant early = moment.minus(LOOK_AHEAD);
        return early.isBefore(window.from()) ? window.from() : early;
    }

    private Piece missing(TimeWindow gap, Footage footage) {
        position = gap.to();
        return new Piece.Missing(footage.gaps().stream()
                .filter(known -> known.window().overlaps(gap))
                .findFirst()
                .map(known -> new Gap(gap, known.cause(), known.detail()))
                .orElseGet(() -> new Gap(gap, GapCause.UNKNOWN, "")));
    }

    /** Makes a segment's fragments from the position on the next ones; says so if its format is another one. */
    private @Nullable Piece open(Segment next) throws IOException {
        SegmentReader reader = reader(next.id());
        if (reader == null) {
            return null;
        }
        List<Fragment> all = reader.fragments();
        if (order == ReadOrder.KEYS_FORWARD) {
            all.stream()
                    .filter(Fragment::key)
                    .filter(each -> !each.start().isBefore(started ? position : keyBefore(all)))
                    .forEach(fragments::add);
        } else if (started) {
            all.stream()
                    .filter(each -> each.end().isAfter(position.plusMillis(1)))
                    .forEach(fragments::add);
        } else {
            Instant key = keyBefore(all);
            all.stream().filter(each -> !each.start().isBefore(key)).forEach(fragments::add);
        }
        if (!fragments.isEmpty()) {
            started = true;
        } else if ((order == ReadOrder.KEYS_FORWARD || !started) && !all.isEmpty()) {
            Instant end = all.get(all.size() - 1).end();
            position = end.isAfter(position) ? end : position;
        }
        return changed(reader);
    }

    /** Where decoding begins to show the position: the last key picture before it that lies in the window, else the first. */
    private Instant keyBefore(List<Fragment> all) {
        Instant key = Instant.MAX;
        for (Fragment each : all) {
            boolean visible = each.key() && !each.start().isBefore(window.from());
            if (visible && (key.equals(Instant.MAX) || !each.start().isAfter(position))) {
                key = each.start();
            }
        }
        return key;
    }

    private @Nullable SegmentReader reader(SegmentId id) throws IOException {
        closeSegment();
        try {
            segment = library.open(id);
        } catch (FileNotFoundException deletedMeanwhile) {
            return null;
        }
        return segment;
    }

    private @Nullable Piece changed(SegmentReader reader) throws IOException {
        RecordedFormat now = RecordedFormat.read(Unpooled.wrappedBuffer(reader.init()))
                .orElseThrow(() -> new IOException(reader.segment().id() + ": its start cannot be read"));
        RecordedFormat.Sound sound = now.sound();
        soundRate = sound == null ? 0 : sound.sampleRate();
        boolean other = format != null && !format.equals(now);
        format = now;
        return other ? new Piece.Format(now) : null;
    }

    // --- back -------------------------------------------------------------------------------------------------------

    private @Nullable Piece back() throws IOException {
        if (!position.isAfter(window.from())) {
            over = true;
            return new Piece.End();
        }
        Instant from = position.minus(LOOK_AHEAD).isBefore(window.from()) ? window.from() : position.minus(LOOK_AHEAD);
        // At the very first the picture at the position itself belongs to it.
        TimeWindow behind = new TimeWindow(from, started ? position : position.plusNanos(1));
        List<Segment> segments = library.find(stream, behind).segments();
        for (int i = segments.size() - 1; i >= 0; i--) {
            SegmentReader reader = reader(segments.get(i).id());
            if (reader == null) {
                continue;
            }
            List<Fragment> all = reader.fragments();
            for (int n = all.size() - 1; n >= 0; n--) {
                Fragment each = all.get(n);
                boolean earlier = started
                        ? each.start().isBefore(position)
                        : !each.start().isAfter(position);
                if (each.key() && earlier && !each.start().isBefore(window.from())) {
                    fragments.add(each);
                }
            }
            if (!fragments.isEmpty()) {
                started = true;
                return changed(reader);
            }
        }
        position = from;
        return null;
    }

    // --- samples ----------------------------------------------------------------------------------------------------

    private List<Piece.Sample> samples(Fragment fragment) throws IOException {
        SegmentReader reader = requireNonNull(segment);
        ByteBuffer bytes = reader.read(fragment);
        if (!Sha256.digest(bytes.duplicate()).equals(fragment.hash())) {
            throw new IOException(reader.segment().id() + ": the fragment at " + fragment.start() + " was changed");
        }
        ByteBuf data = Unpooled.wrappedBuffer(bytes);
        List<Piece.Sample> samples = new ArrayList<>();
        FragmentLayout video = FragmentLayout.read(data, PRFT_BYTES);
        if (video == null || video.samples().isEmpty()) {
            throw new IOException(reader.segment().id() + ": the fragment at " + fragment.start() + " cannot be read");
        }
        FragmentLayout.Entry first = video.samples().get(0);
        long zero = first.decodeTime() + first.compositionOffset();
        for (FragmentLayout.Entry each : video.samples()) {
            long ticks = each.decodeTime() + each.compositionOffset() - zero;
            Instant time = fragment.start().plusNanos(ticks * 1_000_000_000L / VideoCodec.CLOCK_RATE);
            if (window.contains(time) && (order == ReadOrder.FORWARD || each == first)) {
                samples.add(new Piece.Sample(false, time, each.key(), data.slice(each.at(), each.bytes())));
            }
        }
        FragmentLayout sound =
                order == ReadOrder.FORWARD && soundRate > 0 ? FragmentLayout.read(data, video.end()) : null;
        return sound == null ? samples : interleaved(samples, sounds(sound, fragment, zero, data));
    }

    private List<Piece.Sample> sounds(FragmentLayout sound, Fragment fragment, long zero, ByteBuf data) {
        List<Piece.Sample> samples = new ArrayList<>();
        for (FragmentLayout.Entry each : sound.samples()) {
            long nanos = each.decodeTime() * 1_000_000_000L / soundRate - zero * 1_000_000_000L / VideoCodec.CLOCK_RATE;
            Instant time = fragment.start().plusNanos(nanos);
            if (window.contains(time)) {
                samples.add(new Piece.Sample(true, time, true, data.slice(each.at(), each.bytes())));
            }
        }
        return samples;
    }

    /** Pictures stay in decoding order; each sound goes before the first picture that is shown after it. */
    private static List<Piece.Sample> interleaved(List<Piece.Sample> pictures, List<Piece.Sample> sounds) {
        List<Piece.Sample> both = new ArrayList<>(pictures.size() + sounds.size());
        int next = 0;
        for (Piece.Sample picture : pictures) {
            while (next < sounds.size() && sounds.get(next).time().isBefore(picture.time())) {
                both.add(sounds.get(next++));
            }
            both.add(picture);
        }
        both.addAll(sounds.subList(next, sounds.size()));
        return both;
    }

    private void closeSegment() throws IOException {
        SegmentReader open = segment;
        if (open != null) {
            segment = null;
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        fragments.clear();
        closeSegment();
    }
}
