package org.sharpeyes.recording.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.sqlite.SegmentIndex;

/** Makes the index of a volume again from its files alone. Stateless. */
final class Rebuild {
    private Rebuild() {}

    /**
     * Puts the index aside and makes a new one. The server must not have the volume open.
     *
     * @return how many segments the new index has
     */
    static int of(Path root) throws IOException {
        Path fresh = root.resolve(Volume.INDEX + ".new");
        delete(fresh);
        List<String> files = Recovery.files(root, Set.of());
        int entered = 0;
        try (SegmentIndex index = SegmentIndex.open(fresh)) {
            Recovery recovery = new Recovery(root, index, InstantSource.system());
            for (String path : files) {
                SegmentScan scan = SegmentScan.of(root.resolve(path));
                if (scan.cut() || scan.fragments().isEmpty()) {
                    recovery.take(path);
                } else {
                    recovery.enter(path, scan, Segment.State.CLOSED);
                }
                entered += scan.fragments().isEmpty() ? 0 : 1;
            }
        }
        Path file = root.resolve(Volume.INDEX);
        delete(file);
        // Closing the last connection of a write-ahead log leaves one file.
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        VolumeIdentity.Durable.syncFolder(root);
        return entered;
    }

    private static void delete(Path database) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(database.resolveSibling(database.getFileName() + suffix));
        }
    }
}
