package org.sharpeyes.recording.hold;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.HoldId;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.Segment;
import org.sharpeyes.recording.SegmentReader;
import org.sharpeyes.recording.Sha256;

/**
 * Copies of held segments, {@code <folder>/<hold>/<camera>/<profile>-<start>.mp4}, each checked against its index and synced.
 * Nothing serves this folder. Confined to the thread that works holds off, but for {@link #destroy}.
 */
public final class EvidenceFolder {
    private static final int CHUNK = 1 << 20;

    private final Path root;

    /** @param root on a disk that recording does not fill */
    public EvidenceFolder(Path root) {
        this.root = root;
    }

    /**
     * Copies a segment, unless it is there already.
     *
     * @return bytes of the copy
     * @throws IOException if it cannot be read or written, or its bytes are not those that were recorded
     */
    long copy(HoldId hold, CameraId camera, Segment segment, RecordingLibrary library) throws IOException {
        Path folder = Files.createDirectories(root.resolve(hold.toString()).resolve(camera.toString()));
        Path file = folder.resolve(segment.stream().profile().text() + "-"
                + segment.window().from().toEpochMilli() + ".mp4");
        if (Files.exists(file) && segment.state() != Segment.State.OPEN) {
            return Files.size(file);
        }
        Path part = folder.resolve(file.getFileName() + ".part");
        try (SegmentReader reader = library.open(segment.id());
                FileChannel out = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeFully(out, reader.init());
            for (Fragment fragment : reader.fragments()) {
                ByteBuffer bytes = reader.read(fragment);
                if (!Sha256.digest(bytes.duplicate()).equals(fragment.hash())) {
                    throw new IOException(
                            segment.id() + ": the bytes at " + fragment.offset() + " are not those that were recorded");
                }
                writeFully(out, bytes);
            }
            out.force(true);
        }
        Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        return Files.size(file);
    }

    /** Destroys all copies of a hold and returns what they were: {@code SHA-256 bytes name}. */
    List<String> destroy(HoldId hold) throws IOException {
        Path folder = root.resolve(hold.toString());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> content;
        try (Stream<Path> walk = Files.walk(folder)) {
            content = walk.sorted(Comparator.reverseOrder()).toList();
        }
        List<String> destroyed = new ArrayList<>();
        for (Path path : content) {
            if (Files.isRegularFile(path)) {
                destroyed.add(0, hash(path) + " " + Files.size(path) + " " + folder.relativize(path));
            }
        }
        for (Path path : content) {
            Files.delete(path);
        }
        try (FileChannel parent = FileChannel.open(root, StandardOpenOption.READ)) {
            parent.force(true);
        }
        return destroyed;
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            while (in.read(chunk) >= 0) {
                digest.update(chunk.flip());
                chunk.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
