package org.sharpeyes.recording.volume;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.recording.VolumeId;

/**
 * The file {@code volume} in the root of a volume: without it nothing is written there, so that an unmounted disk does not
 * fill the folder it is mounted on. Stateless.
 */
final class VolumeIdentity {
    static final String FILE = "volume";
    private static final String FIRST_LINE = "sharp-eyes-volume 1";

    private VolumeIdentity() {}

    /**
     * Reads the identity, or gives a new one to an empty folder that was never a volume.
     *
     * @param expected the id that this path had before, {@code null} if it is new
     * @throws IOException if the folder is not the volume that is expected, or cannot be used
     */
    static VolumeId open(Path root, @Nullable VolumeId expected) throws IOException {
        Path file = root.resolve(FILE);
        if (Files.exists(file)) {
            VolumeId found = read(file);
            if (expected != null && !expected.equals(found)) {
                throw new IOException("is volume " + found + " (expected: " + expected + "; another disk is mounted)");
            }
            return found;
        }
        if (expected != null) {
            throw new IOException("has no volume file (expected: volume " + expected + "; is the disk mounted?)");
        }
        Files.createDirectories(root);
        try (Stream<Path> content = Files.list(root)) {
            if (content.anyMatch(path -> !path.getFileName().toString().equals("lost+found"))) {
                throw new IOException("holds other files and no volume file (expected: an empty folder)");
            }
        }
        VolumeId fresh = VolumeId.random();
        Durable.write(file, FIRST_LINE + "\n" + fresh + "\n");
        return fresh;
    }

    private static VolumeId read(Path file) throws IOException {
        String[] lines = Files.readString(file).split("\n", -1);
        if (lines.length < 2 || !lines[0].equals(FIRST_LINE)) {
            throw new IOException(file + " is no volume file (expected: " + FIRST_LINE + ")");
        }
        try {
            return VolumeId.parse(lines[1].strip());
        } catch (IllegalArgumentException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
    }

    /** Small files that must be whole or absent after a power cut. Stateless. */
    static final class Durable {
        private Durable() {}

        static void write(Path file, String content) throws IOException {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.UTF_8.encode(content));
                channel.force(true);
            }
            Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            syncFolder(file.getParent());
        }

        static void syncFolder(@Nullable Path folder) throws IOException {
            if (folder != null) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
    }
}
