package org.sharpeyes.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Builds the command line of a worker: a small JVM under resource limits, with nothing on its class path but a decoder. */
final class WorkerCommand {
    /** What a worker needs: one class or resource of each jar. */
    private static final List<String> ANCHORS = List.of(
            "org/sharpeyes/worker/child/WorkerMain.class",
            "org/bytedeco/javacpp/Loader.class",
            "org/bytedeco/javacpp/linux-x86_64/libjnijavacpp.so",
            "org/bytedeco/ffmpeg/global/avcodec.class",
            "org/bytedeco/ffmpeg/linux-x86_64/libjniavcodec.so");

    private static final String MAIN = "org.sharpeyes.worker.child.WorkerMain";
    /** CPU seconds over a worker's whole life: ends one that outlived us inside a decoder. */
    private static final int LIFETIME_CPU_SECONDS = 3_600;

    private WorkerCommand() {}

    static List<String> standard(MediaWorkerSettings settings) {
        return limited(settings, classPath(settings.folder()), MAIN);
    }

    /** The same limits around another main class; how tests put a misbehaving worker in place. */
    static List<String> limited(MediaWorkerSettings settings, String classPath, String main) {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "ulimit -c 0; ulimit -v \"$1\" && ulimit -t \"$2\" && shift 2 && exec \"$@\"",
                "sharp-eyes-media-worker",
                Long.toString(settings.addressSpaceMegabytes() * 1_024L),
                Integer.toString(LIFETIME_CPU_SECONDS)));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.heapMegabytes() + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=16m",
                "-XX:CompressedClassSpaceSize=16m",
                "-XX:MaxMetaspaceSize=48m",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:+ExitOnOutOfMemoryError",
                // A crafted stream that crashes the decoder again and again must not fill a disk with reports.
                "-XX:+SuppressFatalErrorMessage",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.cachedir=" + settings.folder().resolve("natives"),
                "-Dorg.bytedeco.javacpp.noPointerGC=true",
                "-cp",
                classPath,
                main));
        return List.copyOf(command);
    }

    private static String classPath(Path folder) {
        Set<String> paths = new LinkedHashSet<>();
        ClassLoader loader = WorkerCommand.class.getClassLoader();
        for (String anchor : ANCHORS) {
            URL url = loader.getResource(anchor);
            if (url == null) {
                throw new IllegalStateException("class path: no " + anchor + " (expected: in the server's libraries)");
            }
            paths.add(root(url, anchor, folder).toString());
        }
        return String.join(java.io.File.pathSeparator, paths);
    }

    /** The folder or jar that holds {@code anchor}; a jar inside a jar is copied out, since a plain JVM cannot read it. */
    private static Path root(URL url, String anchor, Path folder) {
        String text = url.toString();
        String within = text.substring(0, text.length() - anchor.length());
        try {
            if (within.startsWith("file:")) {
                return Path.of(URI.create(within));
            }
            if (within.startsWith("jar:file:") && within.indexOf("!/") == within.length() - 2) {
                return Path.of(URI.create(within.substring("jar:".length(), within.length() - 2)));
            }
            if (within.startsWith("jar:nested:")) {
                String[] parts = within.substring("jar:nested:".length()).split("/?!/?", -1);
                return copyOut(Path.of(URI.create("file:" + parts[0])), parts[1], folder.resolve("lib"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("copying a worker's library", e);
        }
        throw new IllegalStateException("class path: " + within + " (expected: a folder, a jar or a jar in a jar)");
    }

    private static Path copyOut(Path outer, String entryName, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (JarFile jar = new JarFile(outer.toFile())) {
            JarEntry entry = jar.getJarEntry(entryName);
            if (entry == null) {
                throw new IOException(outer + ": no " + entryName);
            }
            Path target = folder.resolve(Path.of(entryName).getFileName());
            if (!Files.exists(target) || Files.size(target) != entry.getSize() || entry.getSize() < 1 << 20) {
                Path fresh = Files.createTempFile(folder, "copy", ".jar");
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return target;
        }
    }
}
