package org.sharpeyes.recording.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.sqlite.IndexedSegment;
import org.sharpeyes.recording.sqlite.SegmentIndex;

/** Compares a volume's index with its files, byte for byte by the hashes of the fragments. Changes nothing. Stateless. */
final class VolumeCheck {
    /** @param faults places where index and files differ */
    record Result(int segments, long fragments, long bytes, int faults) {}

    private VolumeCheck() {}

    /** @param report gets one line for each fault */
    static Result of(Path root, Consumer<String> report) throws IOException {
        Set<String> indexed = new HashSet<>();
        int segments = 0;
        long fragments = 0;
        long bytes = 0;
        int faults = 0;
        try (SegmentIndex index = SegmentIndex.open(root.resolve(Volume.INDEX))) {
            List<IndexedSegment> rows = new java.util.ArrayList<>();
            index.forEach(rows::add);
            for (IndexedSegment row : rows) {
                indexed.add(row.path());
                segments++;
                String fault = fault(root, row, index.fragments(row.path()));
                if (fault != null) {
                    faults++;
                    report.accept(row.path() + ": " + fault);
                }
                fragments += index.fragments(row.path()).size();
                bytes += row.bytes();
            }
        }
        for (String path : Recovery.files(root, Set.of())) {
            if (!indexed.contains(path)) {
                faults++;
                report.accept(path + ": not in the index");
            }
        }
        return new Result(segments, fragments, bytes, faults);
    }

    private static @org.jspecify.annotations.Nullable String fault(Path root, IndexedSegment row, List<Fragment> known)
            throws IOException {
        Path file = root.resolve(row.path());
        if (Files.notExists(file)) {
            return "the file is not there";
        }
        if (row.state() == Segment.State.OPEN) {
            return "it was never closed (start the server, it recovers by itself)";
        }
        SegmentScan scan = SegmentScan.of(file);
        if (scan.cut()) {
            return "ends in the middle of a fragment, at " + scan.fileBytes() + " of " + row.bytes() + " bytes";
        }
        if (scan.fragments().size() != known.size()) {
            return scan.fragments().size() + " fragments (expected: " + known.size() + ")";
        }
        for (int i = 0; i < known.size(); i++) {
            Fragment is = scan.fragments().get(i);
            if (!is.hash().equals(known.get(i).hash())) {
                return "fragment " + i + " at " + known.get(i).start() + " was changed";
            }
            if (!is.equals(known.get(i))) {
                return "fragment " + i + ": " + is + " (expected: " + known.get(i) + ")";
            }
        }
        return row.bytes() == scan.wholeBytes() ? null : scan.wholeBytes() + " bytes (expected: " + row.bytes() + ")";
    }
}
