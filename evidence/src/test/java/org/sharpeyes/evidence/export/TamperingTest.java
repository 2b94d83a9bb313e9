package org.sharpeyes.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.evidence.CanonicalJson;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.HeadSigner;
import org.sharpeyes.evidence.RegisterExport;
import org.sharpeyes.evidence.RegisterVerifier;
import org.sharpeyes.evidence.Verdict;

/** Random damage and random forgery of exports and of the register: all found, the spot named; clean ones pass. */
class TamperingTest {
    /** What is done to an export. */
    private enum Kind {
        FLIP_BIT,
        OVERWRITE,
        DELETE_RANGE,
        INSERT,
        SWAP_RANGES,
        CUT_OFF,
        APPEND,
        /** As somebody does it who rebuilds a perfect ZIP around what he changed. */
        CHANGE_MEMBER,
        DROP_MEMBER,
        EXCHANGE_MEMBER
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final TestExports exports = new TestExports();
    private final HeadSigner signer = exports.register;

    @Test
    void damagedExportsAndRegistersAreFoundAndCleanOnesPass() throws IOException {
        tamperExports(150);
        tamperRegisters(50);
        cleanOnes(20);
    }

    @Test
    @Tag("soak")
    @Tag("soak-tamper")
    void tenThousandTamperingsAreFoundAndAThousandCleanOnesPass() throws IOException {
        Map<Kind, Integer> found = tamperExports(8_000);
        int registers = tamperRegisters(2_000);
        int clean = cleanOnes(1_000);
        System.out.println("tampered exports found: " + found + "; tampered registers found: " + registers
                + "; clean exports that pass: " + clean);
    }

    private Map<Kind, Integer> tamperExports(int count) throws IOException {
        byte[] original = Files.readAllBytes(exports.write(folder.resolve("original.zip"), 1, null));
        Path other = exports.write(folder.resolve("other.zip"), 2, null);
        Path file = folder.resolve("tampered.zip");
        Map<Kind, Integer> found = new EnumMap<>(Kind.class);
        for (int seed = 0; seed < count; seed++) {
            Random random = new Random(seed);
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            boolean changed = tamper(random, kind, original, file, other);
            if (!changed) {
                continue;
            }
            ExportVerdict verdict = new ExportVerifier(Trust.ANY).verify(file);
            assertThat(verdict).as("seed %s, %s", seed, kind).isInstanceOf(ExportVerdict.Broken.class);
            assertThat(((ExportVerdict.Broken) verdict).where())
                    .as("seed %s, %s", seed, kind)
                    .isNotBlank();
            found.merge(kind, 1, Integer::sum);
        }
        return found;
    }

    /** @return {@code false} if the dice left everything as it was */
    private static boolean tamper(Random random, Kind kind, byte[] original, Path file, Path other) throws IOException {
        byte[] bytes = original.clone();
        int at = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(5_000, bytes.length - at));
        switch (kind) {
            case FLIP_BIT -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case OVERWRITE -> random.ints(length, 0, 256).forEach(new Filler(bytes, at)::put);
            case DELETE_RANGE -> bytes = joined(Arrays.copyOf(bytes, at), tail(bytes, at + length));
            case INSERT -> {
                byte[] more = new byte[length];
                random.nextBytes(more);
                bytes = joined(joined(Arrays.copyOf(bytes, at), more), tail(bytes, at));
            }
            case SWAP_RANGES -> {
                int size = Math.min(length, 2_000);
                int first = random.nextInt(bytes.length / 2 - size);
                int second = bytes.length / 2 + random.nextInt(bytes.length / 2 - size);
                byte[] kept = Arrays.copyOfRange(bytes, first, first + size);
                System.arraycopy(bytes, second, bytes, first, size);
                System.arraycopy(kept, 0, bytes, second, size);
            }
            case CUT_OFF -> bytes = Arrays.copyOf(bytes, at);
            case APPEND -> bytes = Arrays.copyOf(bytes, bytes.length + length);
            case CHANGE_MEMBER, DROP_MEMBER, EXCHANGE_MEMBER -> {
                Files.write(file, bytes);
                return rebuild(random, kind, file, other);
            }
        }
        Files.write(file, bytes);
        return !Arrays.equals(bytes, original);
    }

    private static boolean rebuild(Random random, Kind kind, Path file, Path other) throws IOException {
        List<String> names = new ArrayList<>();
        try (SealedZipReader zip = SealedZipReader.open(file)) {
            names.addAll(zip.members().keySet());
        } catch (BrokenExport broken) {
            throw new IOException(broken);
        }
        String name = names.get(random.nextInt(names.size()));
        byte[] content = SealedExportTest.content(file, name);
        if (kind == Kind.CHANGE_MEMBER) {
            content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
            SealedExportTest.rewriteBytes(file, Map.of(name, content));
        } else if (kind == Kind.EXCHANGE_MEMBER) {
            SealedExportTest.rewriteBytes(file, Map.of(name, SealedExportTest.content(other, name)));
        } else {
            List<byte[]> contents = new ArrayList<>();
            for (String member : names) {
                contents.add(SealedExportTest.content(file, member));
            }
            try (SealedZipWriter out = new SealedZipWriter(file)) {
                for (int i = 0; i < names.size(); i++) {
                    if (!names.get(i).equals(name)) {
                        out.member(names.get(i), contents.get(i));
                    }
                }
                out.finish();
            }
        }
        return true;
    }

    private int tamperRegisters(int count) throws IOException {
        byte[] original = register().getBytes(StandardCharsets.ISO_8859_1);
        int found = 0;
        for (int seed = 0; seed < count; seed++) {
            Random random = new Random(seed);
            byte[] bytes = original.clone();
            int at = random.nextInt(bytes.length);
            int length = 1 + random.nextInt(Math.min(400, bytes.length - at));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes = joined(Arrays.copyOf(bytes, at), tail(bytes, at + length));
                case 2 -> bytes = joined(joined(Arrays.copyOf(bytes, at), new byte[] {'0'}), tail(bytes, at));
                case 3 -> bytes = swappedLines(bytes, random);
                default -> bytes = Arrays.copyOf(bytes, at);
            }
            if (Arrays.equals(bytes, original)) {
                continue;
            }
            Verdict verdict = new RegisterVerifier(signer.publicKeyText())
                    .verify(new BufferedReader(new StringReader(new String(bytes, StandardCharsets.ISO_8859_1))));
            assertThat(verdict).as("register, seed %s", seed).isInstanceOf(Verdict.Broken.class);
            assertThat(((Verdict.Broken) verdict).line()).isPositive();
            found++;
        }
        return found;
    }

    private int cleanOnes(int count) throws IOException {
        for (int seed = 0; seed < count; seed++) {
            Path file = exports.write(folder.resolve("clean.zip"), seed, null);
            ExportVerdict verdict = new ExportVerifier(Trust.parse(signer.publicKeyText())).verify(file);
            assertThat(verdict.intact()).as("seed %s: %s", seed, verdict).isTrue();
        }
        return count;
    }

    private String register() throws IOException {
        StringWriter text = new StringWriter();
        RegisterExport export = new RegisterExport(text, signer.publicKeyText());
        ChainHead head = ChainHead.EMPTY;
        for (int i = 0; i < 40; i++) {
            ChainEntry entry = ChainEntry.after(head, CanonicalJson.write(Map.of("action", "PLAY_BACK", "number", i)));
            export.record(entry);
            head = entry.head();
        }
        export.close(signer.sign(head, Instant.parse("2026-11-23T08:00:00Z")));
        return text.toString();
    }

    private static byte[] swappedLines(byte[] bytes, Random random) {
        List<String> lines = new ArrayList<>(
                new String(bytes, StandardCharsets.ISO_8859_1).lines().toList());
        int first = random.nextInt(lines.size());
        int second = random.nextInt(lines.size());
        String kept = lines.get(first);
        lines.set(first, lines.get(second));
        lines.set(second, kept);
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length);
    }

    private static final class Filler {
        private final byte[] bytes;
        private int at;

        Filler(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        void put(int value) {
            bytes[at++] = (byte) value;
        }
    }
}
