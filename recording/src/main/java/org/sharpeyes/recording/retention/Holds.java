package org.sharpeyes.recording.retention;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Hold;

/**
 * The holds in force. Each is a small file of its own outside the volumes, so that it counts from the moment {@link #place}
 * returns, after any crash, and when PostgreSQL is away. Deleting asks here first.
 *
 * <p>Thread-safe; {@link #place} and {@link #release} wait for the disk.
 */
public final class Holds {
    private static final String FIRST_LINE = "sharp-eyes-hold 1";

    private final Path folder;
    private final Map<UUID, Hold> holds = new ConcurrentHashMap<>();

    /**
     * Reads the holds that were placed before.
     *
     * @throws IOException if one cannot be read: nothing may be deleted then
     */
    public Holds(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        List<Path> files;
        try (Stream<Path> content = Files.list(folder)) {
            files = content.filter(file -> file.toString().endsWith(".hold")).toList();
        }
        for (Path file : files) {
            Hold hold = read(file);
            holds.put(hold.id(), hold);
        }
    }

    /** Places a hold, or replaces the one of the same id. It is in force before this returns. */
    public void place(Hold hold) throws IOException {
        holds.put(hold.id(), hold);
        String text = FIRST_LINE + "\n" + hold.id() + "\n" + hold.stream() + "\n"
                + hold.window().from() + "\n" + hold.window().to() + "\n";
        Path fresh = folder.resolve(hold.id() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.US_ASCII.encode(text));
            channel.force(true);
        }
        Files.move(fresh, file(hold.id()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync();
    }

    /** Removes a hold: from now on the rules decide again. @return {@code false} if there was none of this id */
    public boolean release(UUID id) throws IOException {
        boolean there = Files.deleteIfExists(file(id));
        sync();
        return holds.remove(id) != null || there;
    }

    public List<Hold> all() {
        return List.copyOf(holds.values());
    }

    /** Whether anything keeps what this stream recorded in this time. */
    public boolean held(StreamKey stream, TimeWindow time) {
        return holds.values().stream().anyMatch(hold -> hold.covers(stream, time));
    }

    private Path file(UUID id) {
        return folder.resolve(id + ".hold");
    }

    private void sync() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Hold read(Path file) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        if (lines.size() < 5 || !lines.get(0).equals(FIRST_LINE)) {
            throw new IOException(file + " is no hold (expected: " + FIRST_LINE + ")");
        }
        try {
            String[] stream = lines.get(2).split("/", 2);
            return new Hold(
                    UUID.fromString(lines.get(1)),
                    new StreamKey(CameraId.parse(stream[0]), StreamProfile.parse(stream[1])),
                    new TimeWindow(Instant.parse(lines.get(3)), Instant.parse(lines.get(4))));
        } catch (RuntimeException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
    }
}
