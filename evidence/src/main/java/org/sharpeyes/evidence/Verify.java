package org.sharpeyes.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code verify FILE [--key FILE]}: exit code 0 when intact, 1 when not, 64 when called wrongly. Runs on any JRE 17. */
public final class Verify {
    private static final int WRONG_USE = 64;

    private Verify() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        if (arguments.length != 1 && !(arguments.length == 3 && arguments[1].equals("--key"))) {
            out.println("verify: use: verify FILE [--key PUBLIC-KEY-FILE]");
            return WRONG_USE;
        }
        try {
            String trusted = arguments.length == 3
                    ? Files.readString(Path.of(arguments[2])).strip()
                    : null;
            return report(arguments[0], trusted, out);
        } catch (IOException unreadable) {
            out.println("verify: " + unreadable.getMessage() + " cannot be read");
            return 1;
        }
    }

    private static int report(String name, @Nullable String trusted, PrintStream out) throws IOException {
        try (BufferedReader file = Files.newBufferedReader(Path.of(name), StandardCharsets.UTF_8)) {
            Verdict verdict = new RegisterVerifier(trusted).verify(file);
            if (verdict instanceof Verdict.Intact intact) {
                out.println("INTACT " + name + ": records " + intact.first() + " to " + intact.last()
                        + ", head signed by key " + intact.keyFingerprint()
                        + (trusted == null ? " (compare it with the auditor's)" : " (the given one)"));
                return 0;
            }
            if (verdict instanceof Verdict.Broken broken) {
                out.println("BROKEN " + name + " line " + broken.line() + ": " + broken.reason());
                return 1;
            }
            throw new IllegalStateException("unknown verdict " + verdict);
        } catch (java.nio.charset.CharacterCodingException notText) {
            out.println("BROKEN " + name + ": it is not UTF-8 text");
            return 1;
        }
    }
}
