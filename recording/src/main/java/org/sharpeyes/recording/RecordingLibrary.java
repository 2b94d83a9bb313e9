package org.sharpeyes.recording;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.sqlite.IndexedSegment;
import org.sharpeyes.recording.sqlite.SegmentIndex;
import org.sharpeyes.recording.volume.Volume;
import org.sharpeyes.recording.volume.Volumes;

/**
 * Finds and reads what was recorded, on whatever volume it lies. Thread-safe; every method reads from disk and may block,
 * and fails with {@link org.sharpeyes.recording.sqlite.IndexFailure} or {@link IOException} when a disk fails under it.
 */
public final class RecordingLibrary {
    /** A fragment and the way to the disk. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(15);

    private final Volumes volumes;
    private final Present present;
    private final InstantSource clock;

    /** What is known of streams at this very moment, beyond what is on disk. */
    @FunctionalInterface
    public interface Present {
        /** The gap that lasts now, from its beginning until now; {@code null} if the stream is recorded or unknown. */
        @Nullable
        Gap gap(StreamKey stream, Instant now);
    }

    public RecordingLibrary(Volumes volumes, Present present, InstantSource clock) {
        this.volumes = requireNonNull(volumes, "volumes");
        this.present = requireNonNull(present, "present");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * What there is of a stream in a window. Every moment of it up to now is in a segment or in a gap, but for joints of
     * at most {@link Footage#JOINT}.
     */
    public Footage find(StreamKey stream, TimeWindow window) {
        List<Segment> segments = new ArrayList<>();
        List<Gap> known = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Volume volume : volumes.all()) {
            Optional<SegmentIndex> index = volume.index();
            if (index.isEmpty()) {
                unreadable.add(volume.root() + ": " + volume.cause());
                continue;
            }
            for (IndexedSegment row : index.get().segments(stream, window)) {
                if (row.state() != Segment.State.OPEN) {
                    segments.add(segment(volume, row));
                }
            }
            volume.openSegments(stream).stream()
                    .filter(open -> open.window().overlaps(window))
                    .filter(open ->
                            segments.stream().noneMatch(same -> same.id().equals(open.id())))
                    .forEach(segments::add);
            known.addAll(index.get().gaps(stream, window));
        }
        segments.sort(Comparator.comparing((Segment segment) -> segment.window().from())
                .thenComparing(segment -> segment.id().toString()));
        Instant now = clock.instant();
        Gap lasting = present.gap(stream, now);
        if (lasting != null && lasting.window().overlaps(window)) {
            known.add(lasting);
        }
        return new Footage(stream, window, segments, gaps(window, segments, known, unreadable, now));
    }

    private static List<Gap> gaps(
            TimeWindow window, List<Segment> segments, List<Gap> known, List<String> unreadable, Instant now) {
        List<Gap> gaps = new ArrayList<>();
        List<TimeWindow> recorded =
                Windows.joined(segments.stream().map(Segment::window).toList(), Footage.JOINT);
        for (TimeWindow missing : Windows.rest(window, recorded)) {
            Instant end = missing.to().isAfter(now) ? now : missing.to();
            boolean underWay = !end.isBefore(now) && goesOn(segments, missing.from());
            if (!missing.from().isBefore(end)
                    || underWay && missing.from().plus(UNDER_WAY).isAfter(now)
                    || missing.length().compareTo(Footage.JOINT) <= 0 && !touchesBorder(missing, window)) {
                continue;
            }
            explain(new TimeWindow(missing.from(), end), known, unreadable, gaps);
        }
        return gaps;
    }

    /** What is being recorded at this moment is not on disk yet, and not missing either. */
    private static boolean goesOn(List<Segment> segments, Instant end) {
        return segments.stream()
                .anyMatch(segment -> segment.state() == Segment.State.OPEN
                        && !segment.window().to().isBefore(end));
    }

    private static boolean touchesBorder(TimeWindow missing, TimeWindow window) {
        return missing.from().equals(window.from()) || missing.to().equals(window.to());
    }

    /** Cuts a missing stretch into the known gaps, the gravest cause first where they overlap, and what none explains. */
    private static void explain(TimeWindow missing, List<Gap> known, List<String> unreadable, List<Gap> out) {
        List<Gap> parts = new ArrayList<>();
        List<Gap> order = known.stream()
                .filter(gap -> gap.window().overlaps(missing))
                .sorted(Comparator.comparing(Gap::cause)
                        .thenComparing(gap -> gap.window().from()))
                .toList();
        List<TimeWindow> open = List.of(missing);
        for (Gap gap : order) {
            List<TimeWindow> left = new ArrayList<>();
            for (TimeWindow piece : open) {
                Windows.intersection(piece, gap.window())
                        .ifPresent(part -> parts.add(new Gap(part, gap.cause(), gap.detail())));
                left.addAll(Windows.rest(piece, List.of(gap.window())));
            }
            open = left;
        }
        for (TimeWindow piece : open) {
            if (piece.length().compareTo(Footage.JOINT) <= 0 && !parts.isEmpty()) {
                continue;
            }
            parts.add(
                    unreadable.isEmpty()
                            ? new Gap(piece, GapCause.NOT_PLANNED, "no plan recorded it")
                            : new Gap(piece, GapCause.DISK, "cannot be read now: " + String.join("; ", unreadable)));
        }
        parts.sort(Comparator.comparing(gap -> gap.window().from()));
        out.addAll(parts);
    }

    /** Streams of which anything is recorded or being recorded. */
    public List<StreamKey> streams() {
        TreeSet<StreamKey> all =
                new TreeSet<>(Comparator.comparing(StreamKey::camera).thenComparing(StreamKey::profile));
        volumes.all().forEach(volume -> volume.index().ifPresent(index -> all.addAll(index.streams())));
        return List.copyOf(all);
    }

    /** The fragments of a segment, by start. */
    public List<Fragment> fragments(SegmentId id) throws IOException {
        Volume volume = volume(id);
        Optional<List<Fragment>> open = volume.openFragments(id.path());
        return open.isPresent() ? open.get() : index(volume).fragments(id.path());
    }

    /**
     * Opens a segment for reading. Close it soon: a deleted file keeps its room on the disk until then.
     *
     * @throws FileNotFoundException if there is none of this name any more
     */
    public SegmentReader open(SegmentId id) throws IOException {
        Volume volume = volume(id);
        Optional<Segment> open = volume.openFragments(id.path()).isPresent()
                ? volume.openSegments(Volume.streamOf(id.path())).stream()
                        .filter(segment -> segment.id().equals(id))
                        .findFirst()
                : Optional.empty();
        Segment segment = open.isPresent()
                ? open.get()
                : index(volume)
                        .segment(id.path())
                        .map(row -> segment(volume, row))
                        .orElseThrow(() -> new FileNotFoundException(id + " is not there any more"));
        return new SegmentReader(segment, fragments(id), volume.root().resolve(id.path()));
    }

    private Volume volume(SegmentId id) throws IOException {
        return volumes.volume(id.volume())
                .orElseThrow(() -> new FileNotFoundException("volume " + id.volume() + " is not here"));
    }

    private static SegmentIndex index(Volume volume) throws IOException {
        return volume.index().orElseThrow(() -> new IOException(volume.root() + ": " + volume.cause()));
    }

    private static Segment segment(Volume volume, IndexedSegment row) {
        return new Segment(
                new SegmentId(volume.id().orElseThrow(), row.path()),
                row.stream(),
                new TimeWindow(
                        row.start(),
                        row.end().isAfter(row.start()) ? row.end() : row.start().plusMillis(1)),
                row.bytes(),
                row.state(),
                row.codecs(),
                new Provenance(Provenance.Kind.VOLUME, volume.root().toString()),
                row.clockOffset());
    }
}
