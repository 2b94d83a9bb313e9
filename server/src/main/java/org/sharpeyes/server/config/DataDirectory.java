package org.sharpeyes.server.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The folder that {@code --data} names: readable by its owner only, used by one server at a time. Thread-safe.
 *
 * <p>A feature takes a folder of its own from {@link #folder(String)} and its keys from {@link #secret(String)}.
 */
public final class DataDirectory implements AutoCloseable {
    private static final long LEAST_FREE_BYTES = 256L << 20;
    private static final int SECRET_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder if it is missing and locks it.
     *
     * @throws StartProblem if it cannot be written, is in use by another server, or its disk is nearly full
     */
    public static DataDirectory open(Path data) {
        Path root = data.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, OWNER_ONLY);
            FileChannel lockFile =
                    FileChannel.open(root.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(lockFile);
            if (lock == null) {
                lockFile.close();
                throw new StartProblem(
                        StartProblem.ExitCode.UNAVAILABLE,
                        "data folder " + root + " is in use by another server: stop it, or give another folder with"
                                + " --data DIR",
                        null);
            }
            long free = Files.getFileStore(root).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                lockFile.close();
                throw new StartProblem(
                        StartProblem.ExitCode.CANNOT_CREATE,
                        "disk of " + root + " has " + (free >> 20) + " MiB left (expected: at least "
                                + (LEAST_FREE_BYTES >> 20) + " MiB): free some, or give another folder with --data DIR",
                        null);
            }
            return new DataDirectory(root, lockFile);
        } catch (IOException unusable) {
            throw unusable(root, unusable);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    public Path root() {
        return root;
    }

    /** A folder of a feature, made when missing, readable by the owner only. */
    public Path folder(String name) {
        Path folder = root.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
            return folder;
        } catch (IOException unusable) {
            throw unusable(folder, unusable);
        }
    }

    /**
     * A random 256-bit key that is made at the first call and kept in {@code keys/NAME}, mode 0600. The caller must not
     * log it and should hand it only to the one class that uses it.
     */
    public byte[] secret(String name) {
        Path file = folder("keys").resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[SECRET_BYTES];
                RANDOM.nextBytes(fresh);
                writeDurably(file, HexFormat.of().formatHex(fresh) + "\n");
            }
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IOException | IllegalArgumentException unusable) {
            throw unusable(file, unusable);
        }
    }

    /** A text that is made once by {@code fresh} and kept as {@link #secret(String)} is: for key pairs. */
    public String secretText(String name, Supplier<String> fresh) {
        Path file = folder("keys").resolve(name);
        try {
            if (!Files.exists(file)) {
                writeDurably(file, fresh.get() + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException unusable) {
            throw unusable(file, unusable);
        }
    }

    /** A random text of 256 bits, kept as {@link #secret(String)} is: for passwords between our own processes. */
    public String secretText(String name) {
        return HexFormat.of().formatHex(secret(name));
    }

    private static void writeDurably(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OWNER_FILE);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.US_ASCII.encode(content));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static StartProblem unusable(Path path, Exception cause) {
        return new StartProblem(
                StartProblem.ExitCode.NO_PERMISSION,
                "data folder: " + path + " cannot be used (" + StartProblem.briefly(cause)
                        + "): check owner, rights and space, or give another folder with --data DIR",
                cause);
    }

    /** Gives the folder free for the next server. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
