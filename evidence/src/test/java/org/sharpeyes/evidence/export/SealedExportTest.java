package org.sharpeyes.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** E1 to E3 of HARDENING: what was done to an export is found, and the place is named. */
class SealedExportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final TestExports exports = new TestExports();

    @Test
    void anUntouchedExportIsIntact() throws IOException {
        ExportVerdict verdict = verify(exports.write(folder.resolve("e.zip"), 1, null), Trust.ANY);
        assertThat(verdict).isInstanceOf(ExportVerdict.Intact.class);
        ExportVerdict.Intact intact = (ExportVerdict.Intact) verdict;
        assertThat(intact.cameras()).isEqualTo(2);
        assertThat(intact.fragments()).isEqualTo(17);
        assertThat(intact.gaps()).isEqualTo(1);
        assertThat(intact.caseNumber()).isEqualTo("A3301-2026-0417");
        assertThat(intact.certificate()).isEqualTo(exports.signer.certificateSha256());
        assertThat(intact.stampedAt()).isNull();
    }

    @Test
    void anyZipToolReadsItAndFindsTheVideoAsItWasStored() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 2, null);
        Set<String> names = new HashSet<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                zip.readAllBytes();
            }
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        TestExports.GATE,
                        TestExports.SQUARE,
                        "sheet.html",
                        "manifest.json",
                        "manifest.p7s",
                        "register.txt");
    }

    @Test
    void theSignersKeyIsKeptAsTextAndNeverShown() throws IOException {
        EvidenceSigner again = EvidenceSigner.fromText(exports.signer.toText());
        assertThat(again.certificateSha256()).isEqualTo(exports.signer.certificateSha256());
        byte[] manifest = "{}".getBytes(StandardCharsets.US_ASCII);
        assertThat(catchMessage(() -> EvidenceSigner.fromText("-----BEGIN SECRET-----")))
                .contains("(not shown)");
        assertThat(again.sign(manifest)).isNotEmpty();
    }

    @Test
    void anAuthoritysTimeIsTold() throws Exception {
        Path file = exports.write(folder.resolve("e.zip"), 3, new TestAuthority(Instant.now()));
        ExportVerdict verdict = verify(file, Trust.ANY);
        assertThat(verdict.intact()).as("%s", verdict).isTrue();
        assertThat(((ExportVerdict.Intact) verdict).stampedAt()).isNotNull();
    }

    @Test
    void e1AClockThatWasSetBackIsFoundByTheAuthority() throws Exception {
        TestAuthority later = new TestAuthority(Instant.now().plus(Duration.ofHours(5)));
        assertThat(broken(exports.write(folder.resolve("e.zip"), 4, later)).where())
                .isEqualTo("manifest.tsr");
    }

    @Test
    void e1AFlippedBitOfTheVideoNamesItsFragment() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 5, null);
        byte[] bytes = Files.readAllBytes(file);
        ZipLayout.Member square = member(file, TestExports.SQUARE);
        bytes[(int) (square.dataOffset() + square.size() - 10)] ^= 4;
        Files.write(file, bytes);
        assertThat(broken(file).where())
                .startsWith(TestExports.SQUARE + ", fragment 7 (market square, 2026-11-23T08:00:09Z to");
    }

    @Test
    void e1SwappedFragmentsAreFound() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 6, null);
        byte[] bytes = Files.readAllBytes(file);
        int at = (int) member(file, TestExports.GATE).dataOffset() + 600;
        byte[] first = Arrays.copyOfRange(bytes, at, at + 1_000);
        System.arraycopy(bytes, at + 9_000, bytes, at, 1_000);
        System.arraycopy(first, 0, bytes, at + 9_000, 1_000);
        Files.write(file, bytes);
        assertThat(broken(file).where()).startsWith(TestExports.GATE + ", fragment 1 ");
    }

    @Test
    void e1AnEditedManifestIsFound() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 7, null);
        rewrite(file, Map.of("manifest.json", json -> json.replace("stolen bicycle", "stolen tricycle")));
        assertThat(broken(file).where()).contains("manifest.json");
    }

    @Test
    void e1AManifestOfAnotherExportIsFound() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 8, null);
        Path other = exports.write(folder.resolve("o.zip"), 9, null);
        replace(file, other, List.of("manifest.json", "manifest.p7s", "register.txt"));
        assertThat(broken(file).where()).startsWith(TestExports.GATE + ", header");
    }

    @Test
    void e1ASignatureByAnotherKeyIsFound() throws IOException {
        TestExports forger = new TestExports();
        Path forged = forger.write(folder.resolve("e.zip"), 10, null);
        Trust published = Trust.parse(exports.register.publicKeyText() + "\n" + exports.signer.certificatePem());
        assertThat(verify(exports.write(folder.resolve("o.zip"), 10, null), published)
                        .intact())
                .isTrue();
        ExportVerdict verdict = verify(forged, published);
        assertThat(((ExportVerdict.Broken) verdict).reason()).contains("another certificate");
        ExportVerdict byRegister = verify(forged, Trust.parse(exports.register.publicKeyText()));
        assertThat(((ExportVerdict.Broken) byRegister).reason()).contains("another register");
    }

    @Test
    void e1ASecondSignatureByTheSameKeyIsFoundByTheRegister() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 11, null);
        byte[] json = content(file, "manifest.json");
        byte[] later = exports.signer.sign(json);
        rewriteBytes(file, Map.of("manifest.p7s", later));
        assertThat(broken(file).reason()).contains("the access register sealed others");
    }

    @Test
    void e1ACutOffFileIsFound() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 12, null);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : List.of(0, 10, 5_000, bytes.length / 2, bytes.length - 1)) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThat(verify(file, Trust.ANY).intact()).as("cut to %s", length).isFalse();
        }
    }

    @Test
    void e1SomethingPutInAfterwardsIsFound() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 13, null);
        rewriteBytes(file, Map.of("video/more.mp4", new byte[100]));
        assertThat(broken(file)).isEqualTo(new ExportVerdict.Broken("video/more.mp4", "it was put in afterwards"));
    }

    @Test
    void e2AGapThatWasNotDeclaredIsFound() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 14, null, List.of(3, 4, 5), false);
        assertThat(broken(file).reason())
                .isEqualTo("nothing is told of 2026-11-23T08:00:03Z to 2026-11-23T08:00:06Z:"
                        + " a gap that was not declared");
    }

    @Test
    void e2AMissingEndIsFound() throws IOException {
        Path file = exports.write(folder.resolve("e.zip"), 15, null, List.of(3, 4, 5, 8, 9), true);
        assertThat(broken(file).reason()).contains("08:00:08Z to 2026-11-23T08:00:10Z");
    }

    private interface Edit {
        String apply(String text);
    }

    private static void rewrite(Path file, Map<String, Edit> edits) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (Map.Entry<String, Edit> edit : edits.entrySet()) {
            String text = new String(content(file, edit.getKey()), StandardCharsets.UTF_8);
            contents.put(edit.getKey(), edit.getValue().apply(text).getBytes(StandardCharsets.UTF_8));
        }
        rewriteBytes(file, contents);
    }

    /** As an attacker does who knows our layout: members exchanged or added, the ZIP perfect. */
    static void rewriteBytes(Path file, Map<String, byte[]> changed) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (SealedZipReader zip = SealedZipReader.open(file)) {
            for (String name : zip.members().keySet()) {
                all.put(name, zip.content(name, 1 << 30));
            }
        } catch (BrokenExport broken) {
            throw new IOException(broken);
        }
        all.putAll(changed);
        try (SealedZipWriter out = new SealedZipWriter(file)) {
            for (Map.Entry<String, byte[]> member : all.entrySet()) {
                out.member(member.getKey(), member.getValue());
            }
            out.finish();
        }
    }

    private static void replace(Path file, Path from, List<String> names) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (String name : names) {
            contents.put(name, content(from, name));
        }
        rewriteBytes(file, contents);
    }

    static byte[] content(Path file, String name) throws IOException {
        try (SealedZipReader zip = SealedZipReader.open(file)) {
            return zip.content(name, 1 << 30);
        } catch (BrokenExport broken) {
            throw new IOException(broken);
        }
    }

    private static ZipLayout.Member member(Path file, String name) throws IOException {
        try (SealedZipReader zip = SealedZipReader.open(file)) {
            return Objects.requireNonNull(zip.members().get(name), name);
        } catch (BrokenExport broken) {
            throw new IOException(broken);
        }
    }

    private static ExportVerdict verify(Path file, Trust trust) throws IOException {
        return new ExportVerifier(trust).verify(file);
    }

    private static ExportVerdict.Broken broken(Path file) throws IOException {
        ExportVerdict verdict = verify(file, Trust.ANY);
        assertThat(verdict).isInstanceOf(ExportVerdict.Broken.class);
        return (ExportVerdict.Broken) verdict;
    }

    private static String catchMessage(Runnable task) {
        try {
            task.run();
            return "";
        } catch (IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
