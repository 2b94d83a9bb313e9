package org.sharpeyes.recording.volume;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code recordings check VOLUME…} and {@code recordings rebuild VOLUME…}, while no server has the volume open. Exit code 0
 * when all is well, 1 when not, 64 when called wrongly.
 */
public final class RecordingsCommand {
    private static final int WRONG_USE = 64;

    private RecordingsCommand() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out));
    }

    public static int run(List<String> arguments, PrintStream out) {
        if (arguments.size() < 2 || !List.of("check", "rebuild").contains(arguments.get(0))) {
            out.println("recordings: use: recordings check|rebuild VOLUME-FOLDER...");
            return WRONG_USE;
        }
        int worst = 0;
        for (String name : arguments.subList(1, arguments.size())) {
            Path root = Path.of(name);
            try {
                if (!Files.isRegularFile(root.resolve(VolumeIdentity.FILE))) {
                    throw new IOException("no volume (expected: a folder with a file named volume)");
                }
                worst = Math.max(worst, arguments.get(0).equals("check") ? check(root, out) : rebuild(root, out));
            } catch (IOException | org.sharpeyes.recording.sqlite.IndexFailure failed) {
                out.println("recordings: " + root + ": " + failed.getMessage());
                worst = 1;
            }
        }
        return worst;
    }

    private static int check(Path root, PrintStream out) throws IOException {
        VolumeCheck.Result result = VolumeCheck.of(root, line -> out.println("  " + line));
        out.println((result.faults() == 0 ? "OK " : "FAULTS ") + root + ": " + result.segments() + " segments, "
                + result.fragments() + " fragments, " + result.bytes() + " bytes, " + result.faults() + " faults");
        return result.faults() == 0 ? 0 : 1;
    }

    private static int rebuild(Path root, PrintStream out) throws IOException {
        int segments = Rebuild.of(root);
        out.println("REBUILT " + root + ": " + segments + " segments at "
                + InstantSource.system().instant());
        return 0;
    }
}
