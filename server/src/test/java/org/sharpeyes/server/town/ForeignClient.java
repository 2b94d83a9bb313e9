package org.sharpeyes.server.town;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that nobody here wrote, run to its end. */
public final class ForeignClient {
    private ForeignClient() {}

    /** What it printed and how it ended. */
    public record Outcome(int exit, String output, String errors) {}

    public static boolean installed(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** Runs it and waits; a program that does not end in {@code limit} is killed and reported. */
    public static Outcome run(Duration limit, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("foreign", ".out");
        Path err = Files.createTempFile("foreign", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException(command.get(0) + " did not end in " + limit.toSeconds() + " s: "
                        + Files.readString(err, StandardCharsets.ISO_8859_1));
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.ISO_8859_1),
                    Files.readString(err, StandardCharsets.ISO_8859_1));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
