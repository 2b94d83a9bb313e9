package org.sharpeyes.server.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * All files of the console, read once. What is not in the list that the build wrote cannot be asked for, so that no
 * spelling of a path reaches anything else on the class path. Immutable.
 */
final class ConsoleFiles {
    private static final int WORTH_COMPRESSING_BYTES = 1_024;

    private final Map<String, ConsoleFile> files;

    private ConsoleFiles(Map<String, ConsoleFile> files) {
        this.files = Map.copyOf(files);
    }

    /**
     * Reads the files that {@code root}/index.txt lists, one path a line; none when the console was not built.
     *
     * @throws UncheckedIOException if a listed file is missing
     */
    static ConsoleFiles load(ClassLoader loader, String root) {
        Map<String, ConsoleFile> files = new LinkedHashMap<>();
        try (InputStream list = loader.getResourceAsStream(root + "/index.txt")) {
            if (list == null) {
                return new ConsoleFiles(Map.of());
            }
            for (String line : new String(list.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String path = line.strip();
                if (!path.isEmpty()) {
                    files.put("/" + path, read(loader, root, path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("console: " + root, e);
        }
        return new ConsoleFiles(files);
    }

    boolean empty() {
        return files.isEmpty();
    }

    Optional<ConsoleFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private static ConsoleFile read(ClassLoader loader, String root, String path) throws IOException {
        try (InputStream in = loader.getResourceAsStream(root + "/" + path)) {
            if (in == null) {
                throw new IOException(path + ": listed but missing");
            }
            byte[] plain = in.readAllBytes();
            MediaType type = MediaTypeFactory.getMediaType(path).orElse(MediaType.APPLICATION_OCTET_STREAM);
            if (type.getType().equals("text") || type.getSubtype().contains("javascript")) {
                type = new MediaType(type, StandardCharsets.UTF_8);
            }
            return new ConsoleFile(plain, gzip(plain), type, etag(plain), path.startsWith("assets/"));
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        if (plain.length < WORTH_COMPRESSING_BYTES) {
            return new byte[0];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.size() < plain.length * 9 / 10 ? out.toByteArray() : new byte[0];
    }

    private static String etag(byte[] plain) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            return "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java", e);
        }
    }
}
