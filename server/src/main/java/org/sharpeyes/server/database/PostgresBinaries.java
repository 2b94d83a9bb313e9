package org.sharpeyes.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.sharpeyes.server.config.StartProblem;
import org.sharpeyes.server.config.StartProblem.ExitCode;

/** Unpacks the PostgreSQL that travels in the class path. Stateless. */
final class PostgresBinaries {
    /** Version of the archive in the class path: names the folder, so that an update unpacks anew. */
    static final String VERSION = "18.3.0";

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int ANYONE_EXECUTES = 0111;

    private PostgresBinaries() {}

    /** Unpacks into {@code parent/VERSION} unless that is there; a start that was cut off leaves nothing usable-looking. */
    static Path unpackInto(Path parent) throws IOException {
        Path target = parent.resolve(VERSION);
        if (Files.isDirectory(target)) {
            return target;
        }
        Path unfinished = Files.createTempDirectory(parent, "unpacking-");
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null) {
                throw new StartProblem(
                        ExitCode.SOFTWARE,
                        "no PostgreSQL for " + System.getProperty("os.arch")
                                + " in the class path: set spring.datasource.url to an external one",
                        null);
            }
            unpack(archive, unfinished);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("archive entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.getParent());
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    boolean executable = (entry.getMode() & ANYONE_EXECUTES) != 0;
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
