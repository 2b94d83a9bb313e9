package org.sharpeyes.server.live;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.relay.wall.WallWindow;
import org.sharpeyes.relay.wall.WallWindows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what the wall shows over a restart, in a small file beside the data: a wall comes back with its pictures also when
 * the database is away. Thread-safe; blocks.
 */
final class WallMemory {
    private static final Logger LOG = LoggerFactory.getLogger(WallMemory.class);

    private final Path file;
    private final WallWindows windows;

    WallMemory(Path file, WallWindows windows) {
        this.file = file;
        this.windows = windows;
    }

    /** What cannot be read is left out: a window without content waits for the desk. */
    void restore() {
        if (!Files.exists(file)) {
            return;
        }
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("wall contents", e);
        }
        for (String name : lines.stringPropertyNames()) {
            try {
                String[] window = name.split("/", 2);
                String[] stream = lines.getProperty(name).split("/", 2);
                windows.show(
                        new WallWindow(window[0], Integer.parseInt(window[1])),
                        new StreamKey(CameraId.parse(stream[0]), StreamProfile.parse(stream[1])));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unreadable) {
                LOG.atWarn().addKeyValue("window", name).log("Content of a wall window could not be read");
            }
        }
    }

    synchronized void save() {
        Map<String, String> lines = new TreeMap<>();
        windows.contents().forEach((window, stream) -> lines.put(window.toString(), stream.toString()));
        StringBuilder text = new StringBuilder();
        lines.forEach((window, stream) ->
                text.append(window).append('=').append(stream).append('\n'));
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text, StandardCharsets.US_ASCII);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("wall contents", e);
        }
    }
}
