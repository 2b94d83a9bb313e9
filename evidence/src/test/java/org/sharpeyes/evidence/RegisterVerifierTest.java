package org.sharpeyes.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisterVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private final HeadSigner signer = HeadSigner.generate();

    @Test
    void anUnchangedExportIsIntact() throws IOException {
        assertThat(verify(export(20)))
                .isEqualTo(new Verdict.Intact(1, 20, HeadSigner.fingerprint(signer.publicKeyText())));
    }

    @Test
    void anEmptyRegisterIsIntact() throws IOException {
        assertThat(verify(export(0)).intact()).isTrue();
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        String intact = export(6);
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = intact.getBytes(StandardCharsets.US_ASCII);
            int at = random.nextInt(bytes.length - 1);
            bytes[at] ^= (byte) (1 << random.nextInt(7));
            assertThat(verify(new String(bytes, StandardCharsets.US_ASCII)).intact())
                    .as("bit flipped in byte %s", at)
                    .isFalse();
        }
    }

    @Test
    void aDroppedRecordIsNamed() throws IOException {
        List<String> lines = lines(5);
        lines.remove(4);
        assertThat(verify(String.join("\n", lines) + "\n"))
                .isEqualTo(
                        new Verdict.Broken(5, "record 4 follows record 2: some are missing or the order was changed"));
    }

    @Test
    void swappedRecordsAreFound() throws IOException {
        List<String> lines = lines(5);
        Collections.swap(lines, 3, 4);
        assertThat(verify(String.join("\n", lines) + "\n").intact()).isFalse();
    }

    @Test
    void aCutOffEndIsFound() throws IOException {
        List<String> lines = lines(5);
        assertThat(verify(String.join("\n", lines.subList(0, 6)) + "\n"))
                .isEqualTo(new Verdict.Broken(7, "no signed head at the end: the file was cut off after record 4"));
    }

    @Test
    void aCutOffEndWithTheOldHeadIsFound() throws IOException {
        List<String> lines = lines(5);
        lines.remove(6);
        assertThat(verify(String.join("\n", lines) + "\n"))
                .isEqualTo(
                        new Verdict.Broken(7, "the signed head is that of record 5, but the file ends with record 4"));
    }

    @Test
    void aRewrittenChainWithAnotherKeyIsFoundWhenTheKeyIsKnown() throws IOException {
        String forged = exportBy(HeadSigner.generate(), 5);
        assertThat(new RegisterVerifier(signer.publicKeyText())
                        .verify(new BufferedReader(new StringReader(forged)))
                        .intact())
                .isFalse();
    }

    @Test
    void theCommandExitsWithOneForABrokenFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("register.txt");
        Files.writeString(file, export(3));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Verify.run(new String[] {file.toString()}, print)).isZero();
        Files.writeString(file, export(3).replace("user 2", "user 9"));
        assertThat(Verify.run(new String[] {file.toString()}, print)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("INTACT").contains("record 2 was changed");
    }

    @Test
    void theSameFactsHaveOneSpelling() {
        assertThat(CanonicalJson.write(Map.of("b", 2, "a", "村\"口\n")))
                .isEqualTo("{\"a\":\"\\u6751\\\"\\u53e3\\u000a\",\"b\":2}");
    }

    private List<String> lines(int records) throws IOException {
        return new ArrayList<>(export(records).lines().toList());
    }

    private String export(int records) throws IOException {
        return exportBy(signer, records);
    }

    private static String exportBy(HeadSigner signer, int records) throws IOException {
        StringWriter out = new StringWriter();
        RegisterExport export = new RegisterExport(out, signer.publicKeyText());
        ChainHead head = ChainHead.EMPTY;
        for (int i = 1; i <= records; i++) {
            ChainEntry entry =
                    ChainEntry.after(head, CanonicalJson.write(Map.of("who", "user " + i, "at", NOW.toString())));
            export.record(entry);
            head = entry.head();
        }
        export.close(signer.sign(head, NOW));
        return out.toString();
    }

    private static Verdict verify(String text) throws IOException {
        return new RegisterVerifier(null).verify(new BufferedReader(new StringReader(text)));
    }
}
