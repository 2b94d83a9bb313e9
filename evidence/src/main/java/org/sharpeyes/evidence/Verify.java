package org.sharpeyes.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sharpeyes.evidence.export.ExportVerdict;
import org.sharpeyes.evidence.export.ExportVerifier;
import org.sharpeyes.evidence.export.Trust;

/**
 * {@code verify FILE [--key FILE]}: a sealed export or an export of the access register. Exit code 0 when intact, 1 when
 * not, 64 when called wrongly. Needs a JRE 17 and this module with BouncyCastle, no server.
 */
public final class Verify {
    private static final int WRONG_USE = 64;

    private Verify() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        if (arguments.length != 1 && !(arguments.length == 3 && arguments[1].equals("--key"))) {
            out.println("verify: use: verify FILE [--key KEY-FILE]");
            return WRONG_USE;
        }
        try {
            Trust trust = arguments.length == 3 ? Trust.parse(Files.readString(Path.of(arguments[2]))) : Trust.ANY;
            Path file = Path.of(arguments[0]);
            return isZip(file) ? export(file, trust, out) : register(file, trust, out);
        } catch (IOException unreadable) {
            out.println("verify: " + unreadable.getMessage() + " cannot be read");
            return 1;
        } catch (IllegalArgumentException noKey) {
            out.println("verify: " + noKey.getMessage());
            return WRONG_USE;
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            // Whatever is no text export is judged as a sealed one: a changed first byte must not hide it.
            byte[] start = in.readNBytes(RegisterExport.FIRST_LINE.length());
            String name = file.toString();
            return new String(start, StandardCharsets.ISO_8859_1).startsWith("PK") || name.endsWith(".zip");
        }
    }

    private static int export(Path file, Trust trust, PrintStream out) throws IOException {
        ExportVerdict verdict = new ExportVerifier(trust).verify(file);
        if (verdict instanceof ExportVerdict.Intact intact) {
            out.println("INTACT " + file + ": export " + intact.export() + " of case " + intact.caseNumber() + ", "
                    + intact.cameras() + " cameras, " + intact.fragments() + " fragments, " + intact.gaps()
                    + " declared gaps; sealed " + intact.sealedAt()
                    + (intact.stampedAt() == null ? "" : ", stamped " + intact.stampedAt()) + "; record "
                    + intact.record() + " of the register with key " + intact.registerKey() + "; certificate "
                    + intact.certificate()
                    + (trust.equals(Trust.ANY) ? " (compare them with the published ones)" : " (as given)"));
            return 0;
        }
        if (verdict instanceof ExportVerdict.Broken broken) {
            out.println("BROKEN " + file + ": " + broken.where() + ": " + broken.reason());
            return 1;
        }
        throw new IllegalStateException("unknown verdict " + verdict);
    }

    private static int register(Path name, Trust trust, PrintStream out) throws IOException {
        String trusted = trust.registerKeys().stream().findFirst().orElse(null);
        try (BufferedReader file = Files.newBufferedReader(name, StandardCharsets.UTF_8)) {
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
        } catch (CharacterCodingException notText) {
            out.println("BROKEN " + name + ": it is not UTF-8 text");
            return 1;
        }
    }
}
