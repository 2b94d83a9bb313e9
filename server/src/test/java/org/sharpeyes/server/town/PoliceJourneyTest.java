package org.sharpeyes.server.town;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.evidence.export.ExportVerdict;
import org.sharpeyes.evidence.export.ExportVerifier;
import org.sharpeyes.evidence.export.Trust;

/**
 * An officer searches, holds and asks; another person approves; four cameras play in step; the export is verified; a duty
 * officer sees nothing of it: in Chromium, see {@code console/web/journeys/police}. Screenshots stay in {@code target}.
 */
@Tag("soak")
@Tag("soak-journeys")
class PoliceJourneyTest {
    private static final Path JOURNEY = Path.of("../console/web/journeys/police");
    private static final Path MODULES = Path.of("../console/web/node_modules/playwright-core");
    private static final Path SHOTS = Path.of("target/police");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void anOfficerGetsFromAPlaceToASealedExport(@TempDir Path folder) throws Exception {
        walk(folder, "zh-CN", "1920x1080");
    }

    @Test
    void theSameInEnglishOnAPhone(@TempDir Path folder) throws Exception {
        walk(folder, "en", "390x844");
    }

    private static void walk(Path folder, String language, String size) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "no /usr/bin/chromium");
        assumeTrue(Files.isDirectory(MODULES), "the console's node_modules are not there: package it once");
        assumeTrue(
                PoliceJourneyTest.class.getResource("/org/sharpeyes/console/web/index.txt") != null,
                "the console is built for packaging only: run verify");
        Path shots = SHOTS.resolve(language).toAbsolutePath();
        try (Town town = Town.start(folder, "--cameras", "4", "--nvrs", "0", "--switches", "0")) {
            town.register();
            ForeignClient.Outcome walked = ForeignClient.run(
                    LIMIT, List.of(JOURNEY.toString(), town.url(), Town.PASSWORD, shots.toString(), language, size));
            assertThat(walked.exit())
                    .as("%s\n%s", walked.output(), walked.errors())
                    .isZero();
        }
        Trust keys = Trust.parse(Files.readString(shots.resolve("keys.txt")));
        ExportVerdict verdict = new ExportVerifier(keys).verify(shots.resolve("export.zip"));
        assertThat(verdict).isInstanceOf(ExportVerdict.Intact.class);
    }
}
