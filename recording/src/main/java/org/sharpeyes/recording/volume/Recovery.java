package org.sharpeyes.recording.volume;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.SegmentId;
import org.sharpeyes.recording.sqlite.IndexFailure;
import org.sharpeyes.recording.sqlite.IndexedSegment;
import org.sharpeyes.recording.sqlite.SegmentIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes index and files agree again after a crash: what was being written is cut to its last whole fragment, files of
 * yesterday and today that the index lost are taken in, rows without a file are dropped. Confined to one thread.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int DAYS_LOOKED_AT = 2;

    /**
     * @param recovered segments cut, or taken in
     * @param dropped files without a whole fragment, and rows without a file
     */
    record Outcome(int recovered, int dropped) {
        int changed() {
            return recovered + dropped;
        }
    }

    private final Path root;
    private final SegmentIndex index;
    private final InstantSource clock;
    private int recovered;
    private int dropped;

    Recovery(Path root, SegmentIndex index, InstantSource clock) {
        this.root = root;
        this.index = index;
        this.clock = clock;
    }

    /** Opens the index of a volume; one that SQLite cannot read is put aside and made again from the files. */
    static SegmentIndex openIndex(Path root) throws IOException {
        Path file = root.resolve(Volume.INDEX);
        try {
            return SegmentIndex.open(file);
        } catch (IndexFailure broken) {
            String message = String.valueOf(broken.getMessage());
            if (!message.contains("SQLITE_CORRUPT") && !message.contains("SQLITE_NOTADB")) {
                throw broken;
            }
            LOG.atError()
                    .addKeyValue("volume", root)
                    .addKeyValue("cause", message)
                    .log("Index broken: made again");
            Rebuild.of(root);
            return SegmentIndex.open(file);
        }
    }

    Outcome recover() throws IOException {
        removeGarbage();
        for (IndexedSegment segment : index.open()) {
            take(segment.path());
        }
        for (String path : recentFiles()) {
            if (index.segment(path).isEmpty()) {
                take(path);
            }
        }
        return new Outcome(recovered, dropped);
    }

    private void removeGarbage() throws IOException {
        List<String> garbage = index.garbage();
        for (String path : garbage) {
            Files.deleteIfExists(root.resolve(path));
        }
        index.unlinked(garbage);
    }

    /** Reads a file and writes into the index what it really holds. */
    void take(String path) throws IOException {
        Path file = root.resolve(path);
        if (Files.notExists(file)) {
            forget(path);
            return;
        }
        SegmentScan scan = SegmentScan.of(file);
        if (scan.fragments().isEmpty()) {
            Files.delete(file);
            forget(path);
            return;
        }
        if (scan.cut()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(scan.wholeBytes());
                channel.force(true);
            }
        }
        enter(path, scan, Segment.State.RECOVERED);
        recovered++;
    }

    void enter(String path, SegmentScan scan, Segment.State state) {
        StreamKey stream = SegmentPaths.stream(path);
        List<Fragment> fragments = scan.fragments();
        SegmentNote note = scan.note();
        Instant end = fragments.get(fragments.size() - 1).end();
        index.closed(
                new IndexedSegment(
                        path,
                        stream,
                        fragments.get(0).start(),
                        end,
                        scan.wholeBytes(),
                        state,
                        note == null ? "" : note.codecs(),
                        scan.initBytes(),
                        note == null ? null : note.clockOffset()),
                fragments);
        if (note != null && note.before() != null) {
            index.gap(stream, note.before());
        }
    }

    private void forget(String path) {
        index.discard(List.of(path));
        index.unlinked(List.of(path));
        dropped++;
    }

    private List<String> recentFiles() throws IOException {
        Set<String> days = new HashSet<>();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (int i = 0; i < DAYS_LOOKED_AT; i++) {
            days.add(today.minusDays(i).toString());
        }
        return files(root, days);
    }

    /** Paths of segments below the root; {@code days} empty: of all days. */
    static List<String> files(Path root, Set<String> days) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path camera : folders(root)) {
            for (Path stream : folders(camera)) {
                for (Path day : folders(stream)) {
                    if (days.isEmpty() || days.contains(String.valueOf(day.getFileName()))) {
                        try (Stream<Path> files = Files.list(day)) {
                            files.map(file -> root.relativize(file).toString())
                                    .filter(SegmentId::isPath)
                                    .sorted()
                                    .forEach(found::add);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> content = Files.list(parent)) {
            return content.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** The time that a scanned segment covers. */
    static TimeWindow window(SegmentScan scan) {
        Fragment last = scan.fragments().get(scan.fragments().size() - 1);
        return new TimeWindow(requireNonNull(scan.fragments().get(0)).start(), last.end());
    }
}
