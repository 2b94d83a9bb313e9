package org.sharpeyes.benchmarks.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that this benchmark started and ends. Its output goes to a file; one line of it says that it is ready. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final CompletableFuture<String> readyLine = new CompletableFuture<>();
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ChildProcess start(String name, Path folder, String readyWord, List<String> command) throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(Path.of(".").toAbsolutePath().toFile())
                .start();
        ChildProcess child = new ChildProcess(process, log);
        Thread reader = new Thread(() -> child.readAll(readyWord), name + "-output");
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    /** The command that starts {@code mainClass} of this benchmark's class path in a JVM of its own. */
    static List<String> java(List<String> jvmOptions, String mainClass, List<String> arguments) {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }

    private void readAll(String readyWord) {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var out = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                if (line.startsWith(readyWord)) {
                    readyLine.complete(line);
                }
            }
            readyLine.completeExceptionally(new IOException("ended before it was ready; see " + log));
        } catch (IOException e) {
            readyLine.completeExceptionally(e);
        }
    }

    String awaitReady(Duration limit) throws IOException, InterruptedException {
        try {
            return readyLine.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("not ready after " + limit.toSeconds() + " s; see " + log, late);
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed);
        }
    }

    MeasuredProcess measured() {
        return new MeasuredProcess(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            throw new UncheckedIOException(alreadyClosed);
        }
    }
}
