package org.sharpeyes.server.control;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sharpeyes.server.config.DataDirectory;

/**
 * How exports are made.
 *
 * @param keep how long the file of a sealed export is kept
 * @param folder where; empty: under the data folder
 * @param timeStampAuthority address of an RFC 3161 authority; empty: none is asked
 */
record ExportSettings(Duration keep, String folder, String timeStampAuthority) {
    ExportSettings {
        requireNonNull(folder, "export.folder");
        if (keep.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("export.keep: " + keep + " (expected: at least PT1H)");
        }
        if (!timeStampAuthority.isEmpty() && !timeStampAuthority.matches("https?://.+")) {
            throw new IllegalArgumentException(
                    "export.time-stamp-authority: " + timeStampAuthority + " (expected: an http or https address)");
        }
    }

    Path folder(DataDirectory data) {
        if (folder.isEmpty()) {
            return data.folder("exports");
        }
        try {
            return Files.createDirectories(Path.of(folder));
        } catch (IOException unusable) {
            throw new UncheckedIOException("export.folder: " + folder + " cannot be made", unusable);
        }
    }
}
