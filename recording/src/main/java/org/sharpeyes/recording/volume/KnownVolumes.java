package org.sharpeyes.recording.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.recording.VolumeId;

/**
 * Which volume every path held before, kept outside the volumes: a path that held one and holds none now is a disk that is
 * not mounted. Thread-safe.
 */
final class KnownVolumes {
    private final Path file;
    private final Map<Path, VolumeId> ids = new LinkedHashMap<>();

    KnownVolumes(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    ids.put(Path.of(line.substring(space + 1)), VolumeId.parse(line.substring(0, space)));
                }
            }
        }
    }

    synchronized @Nullable VolumeId at(Path root) {
        return ids.get(root);
    }

    synchronized void found(Path root, VolumeId id) throws IOException {
        if (!id.equals(ids.put(root, id))) {
            StringBuilder text = new StringBuilder();
            ids.forEach((path, volume) ->
                    text.append(volume).append(' ').append(path).append('\n'));
            VolumeIdentity.Durable.write(file, text.toString());
        }
    }
}
