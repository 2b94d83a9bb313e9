package org.sharpeyes.recording.export;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.FragmentLayout;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Footage;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.SegmentId;
import org.sharpeyes.recording.SegmentReader;
import org.sharpeyes.recording.Sha256;
import org.sharpeyes.recording.Windows;

/**
 * Cuts a window out of what was recorded of one stream: only fragments that lie wholly within it, byte for byte, in files
 * that play by themselves. A file goes on over segments as long as format and decode times do; it begins with a key frame.
 * Confined to one thread; blocks.
 */
final class WindowCut {
    /** In 1/90000 s: a joint, no break. */
    private static final long LONGEST_STEP = 90_000;

    private final RecordingLibrary library;
    private final StreamKey stream;
    private final TimeWindow window;
    private final Sink sink;
    private final List<TimeWindow> taken = new ArrayList<>();
    private final List<CutGap> damaged = new ArrayList<>();
    private @Nullable Run run;
    private Instant reached;

    /** Takes what is cut. */
    interface Sink {
        void begin(Segment segment, ByteBuffer init) throws IOException, ExportStopped;

        /** Whether the fragment may be taken, before it is read. */
        void permit(Fragment fragment) throws ExportStopped;

        /** Takes bytes whose hash is the fragment's. */
        void take(Segment segment, Fragment fragment, ByteBuffer bytes) throws IOException;

        void end() throws IOException;
    }

    /** A stretch of the window that is not in the export. */
    record CutGap(TimeWindow window, String cause, String detail) {}

    /** The file that is being written. {@code nextDecodeTime}: where an unbroken run goes on. */
    private record Run(SegmentId segment, String codecs, ByteBuffer format, long nextDecodeTime) {}

    WindowCut(RecordingLibrary library, StreamKey stream, TimeWindow window, Sink sink) {
        this.library = library;
        this.stream = stream;
        this.window = window;
        this.sink = sink;
        this.reached = window.from();
    }

    /** Cuts everything and returns what is missing, with its causes. */
    List<CutGap> cut() throws IOException, ExportStopped {
        Footage footage = library.find(stream, window);
        for (Segment segment : footage.segments()) {
            try (SegmentReader reader = library.open(segment.id())) {
                cut(segment, reader);
            } catch (FileNotFoundException deleted) {
                damaged.add(new CutGap(within(segment.window()), "deleted", "it went while the export ran"));
            }
        }
        endRun();
        return gaps(footage);
    }

    private void cut(Segment segment, SegmentReader reader) throws IOException, ExportStopped {
        ByteBuffer init = reader.init();
        ByteBuffer format = Mp4Format.moov(init);
        for (Fragment fragment : reader.fragments()) {
            boolean inside =
                    !fragment.start().isBefore(window.from()) && !fragment.end().isAfter(window.to());
            if (!inside || fragment.start().isBefore(reached)) {
                continue;
            }
            sink.permit(fragment);
            ByteBuffer bytes = reader.read(fragment);
            if (!Sha256.digest(bytes.duplicate()).equals(fragment.hash())) {
                damaged.add(new CutGap(
                        new TimeWindow(fragment.start(), fragment.end()),
                        "disk",
                        "the stored bytes are not those that were recorded: their hash differs"));
                endRun();
                continue;
            }
            take(segment, init, format, fragment, bytes);
        }
    }

    private void take(Segment segment, ByteBuffer init, ByteBuffer format, Fragment fragment, ByteBuffer bytes)
            throws IOException, ExportStopped {
        FragmentLayout layout = layout(bytes);
        Run going = run;
        if (going == null || !goesOn(going, segment, format, layout)) {
            endRun();
            if (!fragment.key()) {
                return;
            }
            sink.begin(segment, init.duplicate());
        }
        sink.take(segment, fragment, bytes);
        long next = layout == null ? Long.MIN_VALUE : layout.decodeTime() + layout.duration();
        run = new Run(segment.id(), segment.codecs(), format, next);
        reached = fragment.end();
        taken.add(new TimeWindow(fragment.start(), fragment.end()));
    }

    /** Within a segment always; into the next one if the recorder went on there without a break. */
    private static boolean goesOn(Run going, Segment segment, ByteBuffer format, @Nullable FragmentLayout layout) {
        if (going.segment().equals(segment.id())) {
            return true;
        }
        long step = layout == null ? -1 : layout.decodeTime() - going.nextDecodeTime();
        return going.codecs().equals(segment.codecs())
                && going.format().equals(format)
                && step >= 0
                && step <= LONGEST_STEP;
    }

    private void endRun() throws IOException {
        if (run != null) {
            sink.end();
            run = null;
        }
    }

    /** The pictures' layout; a {@code prft} box stands before them. */
    private static @Nullable FragmentLayout layout(ByteBuffer bytes) {
        ByteBuf data = Unpooled.wrappedBuffer(bytes);
        return FragmentLayout.read(data, Mp4Format.offsetOf(bytes, "moof"));
    }

    private List<CutGap> gaps(Footage footage) {
        List<CutGap> gaps = new ArrayList<>(damaged);
        List<TimeWindow> told = new ArrayList<>(taken);
        damaged.forEach(gap -> told.add(gap.window()));
        for (Gap gap : footage.gaps()) {
            gaps.add(new CutGap(gap.window(), gap.cause().text(), gap.detail()));
            told.add(gap.window());
        }
        for (TimeWindow untold : Windows.rest(window, Windows.joined(told, Duration.ZERO))) {
            if (untold.length().compareTo(Footage.JOINT) > 0
                    || untold.from().equals(window.from())
                    || untold.to().equals(window.to())) {
                gaps.add(new CutGap(
                        untold,
                        "border",
                        "recorded, but not to be shown without pictures outside the window: a fragment or group of"
                                + " pictures reaches over its border"));
            }
        }
        return gaps;
    }

    private TimeWindow within(TimeWindow other) {
        return new TimeWindow(
                other.from().isBefore(window.from()) ? window.from() : other.from(),
                other.to().isAfter(window.to()) ? window.to() : other.to());
    }
}
